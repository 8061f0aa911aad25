package online.speka.worker.engine.llamacpp;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.JsonBytes;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.InvalidRequestException;
import online.speka.worker.rendering.request.Message;
import online.speka.worker.rendering.request.Tool;
import online.speka.worker.rendering.request.ToolChoice;

/// A request as the turns of a conversation, and what of requests this engine does not do.
///
/// llama.cpp's plain templates know no tools, so these are told in words: which there are in the
/// system's turn, earlier calls as the assistant's own words, their results as the user's.
final class ChatPrompt {

  private ChatPrompt() {}

  /// @throws InvalidRequestException if the request asks for what this engine cannot do
  static List<ChatTemplate.Turn> turns(ChatRequest request) {
    List<ChatTemplate.Turn> turns = new ArrayList<>(request.messages().size() + 1);
    for (Message message : request.messages()) {
      if (message.parts().stream().anyMatch(part -> part instanceof Message.Part.Media)) {
        throw new InvalidRequestException(
            ApiError.ofParam(
                ErrorReason.UNSUPPORTED_VALUE, "This model reads text only.", "messages"));
      }
      turns.add(turn(message));
    }
    if (mayCall(request)) {
      addTools(turns, request);
    }
    return turns;
  }

  static boolean mayCall(ChatRequest request) {
    return !(request.tooling().choice() instanceof ToolChoice.None);
  }

  private static ChatTemplate.Turn turn(Message message) {
    return switch (message.role()) {
      case DEVELOPER, SYSTEM -> new ChatTemplate.Turn("system", message.text());
      case USER -> new ChatTemplate.Turn("user", message.text());
      case TOOL ->
          new ChatTemplate.Turn(
              "user", "<tool_response>\n" + message.text() + "\n</tool_response>");
      case ASSISTANT -> new ChatTemplate.Turn("assistant", assistant(message));
    };
  }

  private static String assistant(Message message) {
    StringBuilder text = new StringBuilder(message.text());
    for (Message.ToolCall call : message.toolCalls()) {
      text.append(text.isEmpty() ? "" : "\n").append(ToolGrammar.OPENING);
      text.append(quoted(call.name())).append(ToolGrammar.BEFORE_ARGUMENTS);
      text.append(call.arguments().isEmpty() ? "{}" : call.arguments()).append(ToolGrammar.CLOSING);
    }
    return text.toString();
  }

  private static void addTools(List<ChatTemplate.Turn> turns, ChatRequest request) {
    StringBuilder text = new StringBuilder("You can call these functions:\n<tools>\n");
    for (Tool tool : request.tooling().tools()) {
      text.append("{\"name\": ").append(quoted(tool.name()));
      if (tool.description() != null) {
        text.append(", \"description\": ").append(quoted(tool.description()));
      }
      if (tool.parameters() != null) {
        text.append(", \"parameters\": ").append(tool.parameters());
      }
      text.append("}\n");
    }
    text.append("</tools>\nTo call one, answer with nothing but:\n").append(ToolGrammar.OPENING);
    text.append("\"function\"").append(ToolGrammar.BEFORE_ARGUMENTS).append("{...}");
    text.append(ToolGrammar.CLOSING);
    if (turns.getFirst().role().equals("system")) {
      String own = turns.getFirst().content();
      turns.set(0, new ChatTemplate.Turn("system", own + "\n\n" + text));
    } else {
      turns.addFirst(new ChatTemplate.Turn("system", text.toString()));
    }
  }

  private static String quoted(String text) {
    return new JsonBytes(text.length() + 2).quoted(text).toString();
  }
}
