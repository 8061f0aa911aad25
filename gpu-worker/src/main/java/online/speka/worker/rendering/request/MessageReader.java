package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.List;
import online.speka.worker.rendering.request.Message.Part;
import online.speka.worker.rendering.request.Message.Role;
import online.speka.worker.rendering.request.Message.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the conversation, in all the shapes that clients send.
final class MessageReader {

  private MessageReader() {}

  static List<Message> read(JsonFields body) {
    List<JsonFields> given = body.objects("messages");
    if (given.isEmpty()) {
      throw body.missing("messages");
    }
    List<Message> messages = new ArrayList<>(given.size());
    for (JsonFields message : given) {
      messages.add(message(message));
    }
    return messages;
  }

  private static Message message(JsonFields message) {
    return new Message(
        role(message),
        parts(message),
        message.text("name"),
        toolCalls(message),
        message.text("tool_call_id"),
        reasoning(message));
  }

  private static Role role(JsonFields message) {
    return switch (message.requiredText("role")) {
      case "developer" -> Role.DEVELOPER;
      case "system" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "tool", "function" -> Role.TOOL;
      default ->
          throw message.wrongValue("role", "must be developer, system, user, assistant or tool.");
    };
  }

  /// Servers and clients disagree about the name of this field; both are read.
  private static @Nullable String reasoning(JsonFields message) {
    String reasoning = message.text("reasoning_content");
    return reasoning != null ? reasoning : message.text("reasoning");
  }

  private static List<Part> parts(JsonFields message) {
    List<Part> parts = new ArrayList<>(1);
    JsonNode content = message.value("content");
    if (content != null && content.isString()) {
      parts.add(new Part.Text(content.stringValue()));
    } else if (content != null && content.isArray()) {
      for (JsonFields part : message.objects("content")) {
        parts.add(part(part));
      }
    } else if (content != null) {
      throw message.wrongType("content", "a string or an array of parts");
    }
    String refusal = message.text("refusal");
    if (refusal != null) {
      parts.add(new Part.Refusal(refusal));
    }
    return parts;
  }

  private static Part part(JsonFields part) {
    String type = part.requiredText("type");
    return switch (type) {
      case "text", "input_text", "output_text" -> new Part.Text(part.requiredText("text"));
      case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
      case "image_url" -> new Part.Media(type, imageUrl(part));
      case "input_audio" ->
          new Part.Media(type, part.requiredObject("input_audio").requiredText("data"));
      case "file" -> new Part.Media(type, file(part.requiredObject("file")));
      default -> throw part.wrongValue("type", "is not a known kind of content.");
    };
  }

  private static String imageUrl(JsonFields part) {
    JsonNode url = part.value("image_url");
    // The specification wants an object; many clients send the bare string.
    return url != null && url.isString()
        ? url.stringValue()
        : part.requiredObject("image_url").requiredText("url");
  }

  private static String file(JsonFields file) {
    String id = file.text("file_id");
    return id != null ? id : file.requiredText("file_data");
  }

  private static List<ToolCall> toolCalls(JsonFields message) {
    List<ToolCall> calls = new ArrayList<>(0);
    for (JsonFields call : message.objects("tool_calls")) {
      JsonFields function = call.requiredObject("function");
      String arguments = function.text("arguments");
      calls.add(
          new ToolCall(
              call.requiredText("id"),
              function.requiredText("name"),
              arguments == null ? "" : arguments));
    }
    return calls;
  }
}
