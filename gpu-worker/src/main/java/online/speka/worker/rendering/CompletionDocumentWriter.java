package online.speka.worker.rendering;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.CompletionRequest;
import org.jspecify.annotations.Nullable;

/// Writes completions as one `text_completion` document, all of it at the end.
public final class CompletionDocumentWriter implements AnswerWriter {

  private static final byte[] NOTHING = {};
  private static final int BYTES_USUAL = 2048;

  private final AnswerHead head;
  private final boolean logprobs;
  private final List<Choice> choices;

  private static final class Choice {
    final StringBuilder text = new StringBuilder();
    final LegacyLogprobs logprobs = new LegacyLogprobs();
    @Nullable FinishReason reason;
  }

  /// @param echoes one for each prompt, or empty
  CompletionDocumentWriter(AnswerHead head, CompletionRequest request, List<Echo> echoes) {
    this.head = head;
    this.logprobs = request.output().logprobs() != null;
    this.choices = new ArrayList<>(request.choices());
    for (int i = 0; i < request.choices(); i++) {
      Choice choice = new Choice();
      if (!echoes.isEmpty()) {
        Echo echo = echoes.get(i / request.limits().n());
        choice.text.append(echo.text());
        choice.logprobs.addEcho(echo.tokens());
      }
      choices.add(choice);
    }
  }

  @Override
  public byte[] write(TokenEvent event) {
    Choice choice = choices.get(event.choice());
    if (choice.reason != null) {
      throw new IllegalStateException("choice " + event.choice() + " has finished");
    }
    switch (event) {
      case TokenEvent.Text(_, String text, List<TokenLogprob> tokens) -> {
        choice.text.append(text);
        choice.logprobs.add(tokens);
      }
      case TokenEvent.Finish(_, FinishReason reason) -> choice.reason = reason;
      case TokenEvent.Reasoning _, TokenEvent.CallStart _, TokenEvent.CallArguments _ ->
          throw new IllegalStateException("a completion has only text");
    }
    return NOTHING;
  }

  @Override
  public byte[] finish(Usage usage) {
    JsonBytes out = new JsonBytes(BYTES_USUAL);
    ChatJson.completionHead(out, head);
    out.raw("\"choices\":[");
    for (int i = 0; i < choices.size(); i++) {
      choice(out.raw(i == 0 ? "" : ","), i, choices.get(i));
    }
    out.raw("],\"usage\":");
    ChatJson.usage(out, usage);
    return out.raw("}").toBytes();
  }

  private void choice(JsonBytes out, int index, Choice choice) {
    if (choice.reason == null) {
      throw new IllegalStateException("choice " + index + " has not finished");
    }
    out.raw("{\"index\":").number(index).raw(",\"text\":").quoted(choice.text);
    out.raw(",\"logprobs\":");
    if (logprobs) {
      choice.logprobs.writeTo(out);
    } else {
      out.raw("null");
    }
    out.raw(",\"finish_reason\":\"").raw(choice.reason.wire()).raw("\"}");
  }
}
