package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import online.speka.contract.usage.Usage;

/// Writes an answer as server-sent events of `chat.completion.chunk`.
///
/// The first event of a choice goes out together with the chunk that names the role, so nothing is
/// sent before there is a token. Everything from a finish reason on is kept for [#finish].
public final class ChatStreamWriter implements AnswerWriter {

  private static final byte[] NOTHING = {};
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final int CHUNK_BYTES_USUAL = 512;

  private final boolean includeUsage;
  private final byte[] head;
  private final byte[] unfinished;
  private final boolean[] begun;
  private final boolean[] finished;
  private final JsonBytes chunk = new JsonBytes(CHUNK_BYTES_USUAL);
  private final JsonBytes last = new JsonBytes(CHUNK_BYTES_USUAL);

  /// @param choices how many there will be
  public ChatStreamWriter(AnswerHead head, int choices, boolean includeUsage) {
    this.includeUsage = includeUsage;
    JsonBytes bytes = new JsonBytes(CHUNK_BYTES_USUAL).raw("data: ");
    ChatJson.head(bytes, "chat.completion.chunk", head);
    this.head = bytes.raw("\"choices\":[").toBytes();
    this.unfinished =
        (",\"finish_reason\":null}]" + (includeUsage ? ",\"usage\":null}\n\n" : "}\n\n"))
            .getBytes(US_ASCII);
    this.begun = new boolean[choices];
    this.finished = new boolean[choices];
  }

  @Override
  public byte[] write(TokenEvent event) {
    chunk.clear();
    switch (event) {
      case TokenEvent.Text(int choice, String text, List<TokenLogprob> logprobs) -> {
        begin(choice, "\"\"");
        delta(chunk, choice).raw("\"content\":").quoted(text).raw("}");
        logprobs(logprobs);
        chunk.raw(unfinished);
      }
      case TokenEvent.Reasoning(int choice, String text) -> {
        begin(choice, "\"\"");
        delta(chunk, choice).raw("\"reasoning_content\":").quoted(text);
        chunk.raw(",\"reasoning\":").quoted(text).raw("},\"logprobs\":null").raw(unfinished);
      }
      case TokenEvent.CallStart(int choice, int index, String id, String function) -> {
        begin(choice, "null");
        call(choice, index).raw(",\"id\":").quoted(id);
        chunk.raw(",\"type\":\"function\",\"function\":{\"name\":").quoted(function);
        chunk.raw(",\"arguments\":\"\"}}]},\"logprobs\":null").raw(unfinished);
      }
      case TokenEvent.CallArguments(int choice, int index, String piece) -> {
        call(choice, index).raw(",\"function\":{\"arguments\":").quoted(piece);
        chunk.raw("}}]},\"logprobs\":null").raw(unfinished);
      }
      case TokenEvent.Finish(int choice, FinishReason reason) -> end(choice, reason);
    }
    return chunk.size() == 0 ? NOTHING : chunk.toBytes();
  }

  private void begin(int choice, String content) {
    if (finished[choice]) {
      throw new IllegalStateException("choice " + choice + " has finished");
    }
    if (!begun[choice]) {
      begun[choice] = true;
      delta(chunk, choice).raw("\"role\":\"assistant\",\"content\":").raw(content);
      chunk.raw(",\"refusal\":null},\"logprobs\":null").raw(unfinished);
    }
  }

  /// Opens a chunk, up to the first key of its delta.
  private JsonBytes delta(JsonBytes out, int choice) {
    return out.raw(head).raw("{\"index\":").number(choice).raw(",\"delta\":{");
  }

  private JsonBytes call(int choice, int index) {
    return delta(chunk, choice).raw("\"tool_calls\":[{\"index\":").number(index);
  }

  private void logprobs(List<TokenLogprob> logprobs) {
    if (logprobs.isEmpty()) {
      chunk.raw(",\"logprobs\":null");
      return;
    }
    chunk.raw(",\"logprobs\":{\"content\":[");
    ChatJson.logprobs(chunk, logprobs);
    chunk.raw("],\"refusal\":null}");
  }

  private void end(int choice, FinishReason reason) {
    // A choice may end without a word; its role is still told.
    begin(choice, "\"\"");
    finished[choice] = true;
    delta(last, choice).raw("},\"logprobs\":null,\"finish_reason\":\"").raw(reason.wire());
    last.raw(includeUsage ? "\"}],\"usage\":null}\n\n" : "\"}]}\n\n");
  }

  @Override
  public byte[] finish(Usage usage) {
    for (int choice = 0; choice < finished.length; choice++) {
      if (!finished[choice]) {
        throw new IllegalStateException("choice " + choice + " has not finished");
      }
    }
    if (includeUsage) {
      last.raw(head).raw("],\"usage\":");
      ChatJson.usage(last, usage);
      last.raw("}\n\n");
    }
    return last.raw(DONE).toBytes();
  }
}
