package online.speka.worker.rendering.request;

import java.util.List;
import online.speka.contract.wire.ResponseObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A body of the Responses API, told as a chat request: what engines understand, and what servers
/// beside a worker speak.
public final class ResponsesRequest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Fields that mean the same in both; the later ones are vendors'.
  private static final List<String> SHARED =
      List.of(
          "model",
          "temperature",
          "top_p",
          "parallel_tool_calls",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "seed",
          "stop",
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "top_k",
          "min_p",
          "repetition_penalty",
          "chat_template_kwargs",
          "include_reasoning",
          "stop_token_ids",
          "structured_outputs");

  private static final String LOGPROBS = "message.output_text.logprobs";

  private ResponsesRequest() {}

  /// The body's fields.
  ///
  /// @throws InvalidRequestException if it is no JSON object
  public static JsonNode fields(byte[] body) {
    return JsonFields.parse(body).object();
  }

  /// The same request for the chat endpoint, not streaming.
  ///
  /// @throws InvalidRequestException if it is no such request
  public static ObjectNode toChat(byte[] body) {
    return toChat(JsonFields.parse(body));
  }

  static ObjectNode toChat(JsonFields fields) {
    ObjectNode chat = NODES.objectNode();
    for (String name : SHARED) {
      copy(fields, name, chat, name);
    }
    chat.set("messages", ResponsesItems.messages(fields));
    copy(fields, "max_output_tokens", chat, "max_tokens");
    JsonFields reasoning = fields.object("reasoning");
    if (reasoning != null) {
      copy(reasoning, "effort", chat, "reasoning_effort");
    }
    format(fields, chat);
    tools(fields, chat);
    logprobs(fields, chat);
    return chat;
  }

  /// The same request for the chat endpoint, streaming.
  ///
  /// @throws InvalidRequestException if it is no such request
  public static byte[] toChatStream(byte[] body) {
    return ResponseObject.utf8(toChat(body).put("stream", true).toString());
  }

  private static void copy(JsonFields from, String name, ObjectNode to, String as) {
    JsonNode value = from.value(name);
    if (value != null) {
      to.set(as, value);
    }
  }

  private static void format(JsonFields fields, ObjectNode chat) {
    JsonFields text = fields.object("text");
    JsonFields format = text == null ? null : text.object("format");
    if (format == null) {
      return;
    }
    String type = format.requiredText("type");
    ObjectNode told = chat.putObject("response_format").put("type", type);
    if (type.equals("json_schema")) {
      ObjectNode schema = told.putObject("json_schema");
      for (String name : List.of("name", "description", "schema", "strict")) {
        copy(format, name, schema, name);
      }
    }
  }

  private static void tools(JsonFields fields, ObjectNode chat) {
    List<JsonFields> tools = fields.objects("tools");
    if (tools.isEmpty()) {
      return;
    }
    var told = chat.putArray("tools");
    for (JsonFields tool : tools) {
      if (!tool.requiredText("type").equals("function")) {
        throw tool.unsupported("type", "must be function.");
      }
      ObjectNode function = told.addObject().put("type", "function").putObject("function");
      for (String name : List.of("name", "description", "parameters", "strict")) {
        copy(tool, name, function, name);
      }
    }
    JsonNode choice = fields.value("tool_choice");
    if (choice != null && choice.isObject()) {
      ObjectNode named = chat.putObject("tool_choice").put("type", "function");
      named
          .putObject("function")
          .put("name", fields.requiredObject("tool_choice").requiredText("name"));
    } else if (choice != null) {
      chat.set("tool_choice", choice);
    }
  }

  private static void logprobs(JsonFields fields, ObjectNode chat) {
    JsonNode include = fields.value("include");
    boolean asked = fields.value("top_logprobs") != null;
    if (include != null) {
      for (JsonNode what : include) {
        asked |= what.isString() && what.stringValue().equals(LOGPROBS);
      }
    }
    if (asked) {
      chat.put("logprobs", true);
      copy(fields, "top_logprobs", chat, "top_logprobs");
    }
  }
}
