package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The `response` object of the Responses API, as far as it follows from the request: the worker
/// writes it into every answer, an edge while there is none yet, and both must write the same.
///
/// What is not here changes with time and is written behind it: `status`, `error`,
/// `incomplete_details`, `output`, `usage`.
public final class ResponseObject {

  /// Before the 32 hexadecimal digits of the job's id.
  private static final String ID_PREFIX = "resp_";

  private static final int HEX_LENGTH = 32;
  private static final double TEMPERATURE_USUAL = 1;
  private static final double TOP_P_USUAL = 1;
  private static final List<String> TEXTS =
      List.of("instructions", "previous_response_id", "prompt_cache_key", "safety_identifier");

  private ResponseObject() {}

  public static String id(JobId job) {
    return ID_PREFIX + job.toString().replace("-", "");
  }

  /// The job behind a response's id; empty if the text is no such id.
  public static Optional<JobId> job(String id) {
    if (!id.startsWith(ID_PREFIX) || id.length() != ID_PREFIX.length() + HEX_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(id, ID_PREFIX.length(), id.length());
      ByteBuffer in = ByteBuffer.wrap(bytes);
      UUID uuid = new UUID(in.getLong(), in.getLong());
      return uuid.version() == 7 && id.equals(id(new JobId(uuid)))
          ? Optional.of(new JobId(uuid))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The object from its opening brace to the comma before `status`.
  ///
  /// @param request the client's body; checked by the edge
  public static byte[] opening(Job job, JsonNode request) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("id", id(job.id()));
    object.put("object", "response");
    object.put("created_at", job.window().submittedAt().getEpochSecond());
    object.put("model", job.model().value());
    object.put("background", flag(request, "background", false));
    for (String name : TEXTS) {
      object.set(name, given(request, name));
    }
    object.set("max_output_tokens", given(request, "max_output_tokens"));
    object.set("max_tool_calls", given(request, "max_tool_calls"));
    object.set("metadata", or(given(request, "metadata"), JsonNodeFactory.instance.objectNode()));
    object.put("parallel_tool_calls", flag(request, "parallel_tool_calls", true));
    object.set("reasoning", reasoning(given(request, "reasoning")));
    object.put("service_tier", "default");
    object.put("store", flag(request, "store", true));
    object.set("temperature", number(request, "temperature", TEMPERATURE_USUAL));
    object.set("text", text(given(request, "text")));
    object.set(
        "tool_choice",
        or(given(request, "tool_choice"), JsonNodeFactory.instance.stringNode("auto")));
    object.set("tools", tools(given(request, "tools")));
    object.set("top_logprobs", number(request, "top_logprobs", 0));
    object.set("top_p", number(request, "top_p", TOP_P_USUAL));
    object.set(
        "truncation",
        or(given(request, "truncation"), JsonNodeFactory.instance.stringNode("disabled")));
    object.set("user", given(request, "user"));
    String json = object.toString();
    return utf8(json.substring(0, json.length() - 1) + ",");
  }

  private static ObjectNode reasoning(JsonNode asked) {
    ObjectNode reasoning = JsonNodeFactory.instance.objectNode();
    reasoning.set("effort", given(asked, "effort"));
    reasoning.set("summary", given(asked, "summary"));
    return reasoning;
  }

  private static ObjectNode text(JsonNode asked) {
    ObjectNode text = JsonNodeFactory.instance.objectNode();
    JsonNode format = given(asked, "format");
    text.set(
        "format",
        format.isObject() ? format : JsonNodeFactory.instance.objectNode().put("type", "text"));
    JsonNode verbosity = given(asked, "verbosity");
    if (verbosity.isString()) {
      text.set("verbosity", verbosity);
    }
    return text;
  }

  /// Clients may leave out what readers of an answer expect to find.
  private static ArrayNode tools(JsonNode asked) {
    ArrayNode tools = JsonNodeFactory.instance.arrayNode();
    for (JsonNode tool : asked) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      whole.set("type", given(tool, "type"));
      whole.set("name", given(tool, "name"));
      whole.set("description", given(tool, "description"));
      whole.set("parameters", given(tool, "parameters"));
      whole.put("strict", flag(tool, "strict", false));
      tools.add(whole);
    }
    return tools;
  }

  /// The field's value; the null node if it is absent.
  private static JsonNode given(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null ? JsonNodeFactory.instance.nullNode() : value;
  }

  private static boolean flag(JsonNode object, String name, boolean absent) {
    JsonNode value = given(object, name);
    return value.isBoolean() ? value.booleanValue() : absent;
  }

  private static JsonNode number(JsonNode object, String name, double absent) {
    JsonNode value = given(object, name);
    if (value.isNumber()) {
      return value;
    }
    return absent == 0
        ? JsonNodeFactory.instance.numberNode(0)
        : JsonNodeFactory.instance.numberNode(absent);
  }

  private static JsonNode or(JsonNode value, JsonNode otherwise) {
    return value.isNull() ? otherwise : value;
  }

  /// Half a surrogate pair, which is valid in a client's JSON as an escape, stays an escape: UTF-8
  /// has no bytes for it.
  public static byte[] utf8(String json) {
    int at = loneSurrogate(json, 0);
    if (at < 0) {
      return json.getBytes(UTF_8);
    }
    StringBuilder escaped = new StringBuilder(json.length() + 16);
    int from = 0;
    while (at >= 0) {
      escaped.append(json, from, at).append("\\u%04x".formatted((int) json.charAt(at)));
      from = at + 1;
      at = loneSurrogate(json, from);
    }
    return escaped.append(json, from, json.length()).toString().getBytes(UTF_8);
  }

  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
