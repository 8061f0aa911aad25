package online.speka.worker.rendering;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;

/// Writes an answer as one `chat.completion` document, all of it at the end.
public final class ChatDocumentWriter implements AnswerWriter {

  private static final byte[] NOTHING = {};
  private static final int BYTES_USUAL = 2048;

  private final AnswerHead head;
  private final boolean logprobs;
  private final List<Choice> choices;

  /// @param choices how many there will be
  /// @param logprobs whether the client asked for them
  public ChatDocumentWriter(AnswerHead head, int choices, boolean logprobs) {
    this.head = head;
    this.logprobs = logprobs;
    this.choices = new ArrayList<>(choices);
    for (int i = 0; i < choices; i++) {
      this.choices.add(new Choice());
    }
  }

  private static final class Choice {
    final StringBuilder content = new StringBuilder();
    final StringBuilder reasoning = new StringBuilder();
    final List<Call> calls = new ArrayList<>(0);
    final JsonBytes logprobs = new JsonBytes(0);
    @Nullable FinishReason reason;
  }

  private record Call(String id, String function, StringBuilder arguments) {}

  @Override
  public byte[] write(TokenEvent event) {
    Choice choice = choices.get(event.choice());
    if (choice.reason != null) {
      throw new IllegalStateException("choice " + event.choice() + " has finished");
    }
    switch (event) {
      case TokenEvent.Text(_, String text, List<TokenLogprob> tokens) -> {
        choice.content.append(text);
        if (!tokens.isEmpty()) {
          choice.logprobs.raw(choice.logprobs.size() == 0 ? "" : ",");
          ChatJson.logprobs(choice.logprobs, tokens);
        }
      }
      case TokenEvent.Reasoning(_, String text) -> choice.reasoning.append(text);
      case TokenEvent.CallStart(_, _, String id, String function) ->
          choice.calls.add(new Call(id, function, new StringBuilder()));
      case TokenEvent.CallArguments(_, int index, String piece) ->
          choice.calls.get(index).arguments.append(piece);
      case TokenEvent.Finish(_, FinishReason reason) -> choice.reason = reason;
    }
    return NOTHING;
  }

  @Override
  public byte[] finish(Usage usage) {
    JsonBytes out = new JsonBytes(BYTES_USUAL);
    ChatJson.head(out, "chat.completion", head);
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
    out.raw("{\"index\":").number(index).raw(",\"message\":{\"role\":\"assistant\",\"content\":");
    if (choice.content.isEmpty() && !choice.calls.isEmpty()) {
      out.raw("null");
    } else {
      out.quoted(choice.content);
    }
    out.raw(",\"refusal\":null");
    if (!choice.reasoning.isEmpty()) {
      out.raw(",\"reasoning_content\":").quoted(choice.reasoning);
      out.raw(",\"reasoning\":").quoted(choice.reasoning);
    }
    if (!choice.calls.isEmpty()) {
      calls(out, choice.calls);
    }
    out.raw("},\"logprobs\":");
    if (logprobs) {
      out.raw("{\"content\":[").raw(choice.logprobs).raw("],\"refusal\":null}");
    } else {
      out.raw("null");
    }
    out.raw(",\"finish_reason\":\"").raw(choice.reason.wire()).raw("\"}");
  }

  private static void calls(JsonBytes out, List<Call> calls) {
    out.raw(",\"tool_calls\":[");
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      out.raw(i == 0 ? "{\"id\":" : ",{\"id\":").quoted(call.id());
      out.raw(",\"type\":\"function\",\"function\":{\"name\":").quoted(call.function());
      out.raw(",\"arguments\":").quoted(call.arguments()).raw("}}");
    }
    out.raw("]");
  }
}
