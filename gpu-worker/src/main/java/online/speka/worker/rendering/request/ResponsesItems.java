package online.speka.worker.rendering.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The input of a Responses request as messages of a chat. Items that belong to one turn of the
/// assistant (its reasoning, its words, its calls) become one message.
final class ResponsesItems {

  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
  private final StringBuilder reasoning = new StringBuilder();
  private @Nullable ObjectNode assistant;

  private ResponsesItems() {}

  static ArrayNode messages(JsonFields body) {
    ResponsesItems items = new ResponsesItems();
    String instructions = body.text("instructions");
    if (instructions != null) {
      items.messages.addObject().put("role", "system").put("content", instructions);
    }
    JsonNode input = body.value("input");
    if (input == null) {
      throw body.missing("input");
    }
    if (input.isString()) {
      items.messages.addObject().put("role", "user").set("content", input);
    } else {
      body.objects("input").forEach(items::add);
      items.end();
    }
    return items.messages;
  }

  private void add(JsonFields item) {
    String type = item.text("type");
    switch (type) {
      case null -> message(item);
      case "message" -> message(item);
      case "function_call" -> call(item);
      case "function_call_output" -> output(item);
      case "reasoning" -> reasoning(item);
      default -> throw item.unsupported("type", "is not a kind of item that is read here.");
    }
  }

  private void message(JsonFields item) {
    String role = item.requiredText("role");
    if (role.equals("assistant")) {
      // Its words may come before its calls, never after: those would be another turn.
      ObjectNode turn = assistant;
      ObjectNode said =
          turn != null && !turn.has("content") && !turn.has("tool_calls") ? turn : newTurn();
      said.set("content", content(item, "content"));
      return;
    }
    assistant = null;
    reasoning.setLength(0);
    messages.addObject().put("role", role).set("content", content(item, "content"));
  }

  private void call(JsonFields item) {
    ObjectNode turn = assistant == null ? newTurn() : assistant;
    ArrayNode calls = turn.withArray("tool_calls");
    String arguments = item.text("arguments");
    calls
        .addObject()
        .put("id", item.requiredText("call_id"))
        .put("type", "function")
        .putObject("function")
        .put("name", item.requiredText("name"))
        .put("arguments", arguments == null ? "" : arguments);
  }

  private void output(JsonFields item) {
    assistant = null;
    messages
        .addObject()
        .put("role", "tool")
        .put("tool_call_id", item.requiredText("call_id"))
        .set("content", content(item, "output"));
  }

  /// What the model thought goes with what it then said.
  private void reasoning(JsonFields item) {
    assistant = null;
    List<JsonFields> texts = item.objects("content");
    for (JsonFields text : texts.isEmpty() ? item.objects("summary") : texts) {
      reasoning.append(text.requiredText("text"));
    }
  }

  /// A thought that nothing follows is a turn of its own, which the model goes on with.
  private void end() {
    if (!reasoning.isEmpty() || messages.isEmpty()) {
      newTurn().put("content", "");
    }
  }

  private ObjectNode newTurn() {
    ObjectNode turn = messages.addObject().put("role", "assistant");
    if (!reasoning.isEmpty()) {
      turn.put("reasoning_content", reasoning.toString());
      reasoning.setLength(0);
    }
    assistant = turn;
    return turn;
  }

  private static JsonNode content(JsonFields item, String name) {
    JsonNode content = item.value(name);
    if (content == null) {
      throw item.missing(name);
    }
    if (!content.isArray()) {
      return content;
    }
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    for (JsonFields part : item.objects(name)) {
      parts.add(part(part));
    }
    // Several engines read an empty list as a mistake.
    return parts.isEmpty() ? JsonNodeFactory.instance.stringNode("") : parts;
  }

  private static ObjectNode part(JsonFields part) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    String type = part.requiredText("type");
    return switch (type) {
      case "input_text", "output_text", "text" ->
          told.put("type", "text").put("text", part.requiredText("text"));
      case "refusal" -> told.put("type", "refusal").put("refusal", part.requiredText("refusal"));
      case "input_image" -> {
        told.put("type", "image_url");
        told.putObject("image_url").put("url", part.requiredText("image_url"));
        yield told;
      }
      default -> throw part.unsupported("type", "is not a kind of content that is read here.");
    };
  }
}
