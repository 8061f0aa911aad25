package online.speka.worker.engine.llamacpp;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.InvalidRequestException;
import online.speka.worker.rendering.request.Message;
import online.speka.worker.rendering.request.ToolChoice;

/// A request as the turns of a conversation, and what of requests this engine does not do.
final class ChatPrompt {

  /// Most choices of one answer; they are made one after the other.
  static final int CHOICES_MAX = 8;

  private ChatPrompt() {}

  /// @throws InvalidRequestException if the request asks for what this engine cannot do
  static List<ChatTemplate.Turn> turns(ChatRequest request) {
    if (request.limits().n() > CHOICES_MAX) {
      throw unsupported("n", "This model makes at most " + CHOICES_MAX + " choices.");
    }
    if (!(request.tooling().choice() instanceof ToolChoice.None)) {
      throw unsupported("tools", "This model does not call tools.");
    }
    List<ChatTemplate.Turn> turns = new ArrayList<>(request.messages().size());
    for (Message message : request.messages()) {
      if (message.role() == Message.Role.TOOL || !message.toolCalls().isEmpty()) {
        throw unsupported("messages", "This model does not call tools, nor read their answers.");
      }
      if (message.parts().stream().anyMatch(part -> part instanceof Message.Part.Media)) {
        throw unsupported("messages", "This model reads text only.");
      }
      turns.add(new ChatTemplate.Turn(role(message.role()), message.text()));
    }
    return turns;
  }

  private static String role(Message.Role role) {
    return switch (role) {
      case DEVELOPER, SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> throw new IllegalStateException("refused before");
    };
  }

  private static InvalidRequestException unsupported(String param, String message) {
    return new InvalidRequestException(
        ApiError.ofParam(ErrorReason.UNSUPPORTED_VALUE, message, param));
  }
}
