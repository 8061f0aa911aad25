package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.CompletionRequest;
import org.jspecify.annotations.Nullable;

/// Writes completions as server-sent events of `text_completion`. Everything from a finish reason
/// on is kept for [#finish].
public final class CompletionStreamWriter implements AnswerWriter {

  private static final byte[] NOTHING = {};
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final int CHUNK_BYTES_USUAL = 512;

  private final CompletionRequest request;
  private final List<Echo> echoes;
  private final byte[] head;
  private final byte[] rest;
  private final Choice[] choices;
  private final JsonBytes chunk = new JsonBytes(CHUNK_BYTES_USUAL);
  private final JsonBytes last = new JsonBytes(CHUNK_BYTES_USUAL);

  private static final class Choice {
    final @Nullable LegacyLogprobs logprobs;
    boolean begun;
    boolean finished;

    Choice(boolean logprobs) {
      this.logprobs = logprobs ? new LegacyLogprobs() : null;
    }
  }

  /// @param echoes one for each prompt, or empty
  CompletionStreamWriter(AnswerHead head, CompletionRequest request, List<Echo> echoes) {
    this.request = request;
    this.echoes = List.copyOf(echoes);
    JsonBytes bytes = new JsonBytes(CHUNK_BYTES_USUAL).raw("data: ");
    ChatJson.completionHead(bytes, head);
    this.head = bytes.raw("\"choices\":[").toBytes();
    this.rest =
        (request.output().includeUsage() ? "}],\"usage\":null}\n\n" : "}]}\n\n").getBytes(US_ASCII);
    this.choices = new Choice[request.choices()];
    for (int i = 0; i < choices.length; i++) {
      choices[i] = new Choice(request.output().logprobs() != null);
    }
  }

  @Override
  public byte[] write(TokenEvent event) {
    chunk.clear();
    Choice choice = choices[event.choice()];
    if (choice.finished) {
      throw new IllegalStateException("choice " + event.choice() + " has finished");
    }
    switch (event) {
      case TokenEvent.Text(int index, String text, List<TokenLogprob> logprobs) -> {
        begin(index, choice);
        if (choice.logprobs != null) {
          choice.logprobs.add(logprobs);
        }
        piece(chunk, index, text, null);
      }
      case TokenEvent.Finish(int index, FinishReason reason) -> {
        begin(index, choice);
        choice.finished = true;
        piece(last, index, "", reason);
      }
      case TokenEvent.Reasoning _, TokenEvent.CallStart _, TokenEvent.CallArguments _ ->
          throw new IllegalStateException("a completion has only text");
    }
    return chunk.size() == 0 ? NOTHING : chunk.toBytes();
  }

  private void begin(int index, Choice choice) {
    if (choice.begun) {
      return;
    }
    choice.begun = true;
    if (!echoes.isEmpty()) {
      Echo echo = echoes.get(index / request.limits().n());
      if (choice.logprobs != null) {
        choice.logprobs.addEcho(echo.tokens());
      }
      piece(chunk, index, echo.text(), null);
    }
  }

  private void piece(JsonBytes out, int index, String text, @Nullable FinishReason reason) {
    out.raw(head).raw("{\"index\":").number(index).raw(",\"text\":").quoted(text);
    out.raw(",\"logprobs\":");
    LegacyLogprobs logprobs = choices[index].logprobs;
    if (logprobs == null || logprobs.isEmpty()) {
      out.raw("null");
    } else {
      logprobs.writeTo(out);
      logprobs.clear();
    }
    out.raw(",\"finish_reason\":");
    if (reason == null) {
      out.raw("null");
    } else {
      out.raw("\"").raw(reason.wire()).raw("\"");
    }
    out.raw(rest);
  }

  @Override
  public byte[] finish(Usage usage) {
    for (int i = 0; i < choices.length; i++) {
      if (!choices[i].finished) {
        throw new IllegalStateException("choice " + i + " has not finished");
      }
    }
    if (request.output().includeUsage()) {
      last.raw(head).raw("],\"usage\":");
      ChatJson.usage(last, usage);
      last.raw("}\n\n");
    }
    return last.raw(DONE).toBytes();
  }
}
