package online.speka.worker.engine.http;

import java.util.Locale;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Reads errors of upstream servers, each of which has a shape of its own.
final class ErrorBody {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PARAM_LENGTH_MAX = 100;

  private ErrorBody() {}

  /// The object that describes the error in a body, wherever this server puts it.
  static JsonNode find(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      JsonNode error = root.path("error");
      return error.isObject() || error.isString() ? error : root;
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  static @Nullable String param(JsonNode error, ErrorReason reason) {
    JsonNode param = error.path("param");
    if (param.isString() && param.asString().length() <= PARAM_LENGTH_MAX) {
      return clean(param.asString());
    }
    return reason == ErrorReason.CONTEXT_LENGTH_EXCEEDED ? "messages" : null;
  }

  static boolean isContextLength(JsonNode error, String message) {
    String code = error.path("code").isString() ? error.path("code").asString() : "";
    String type = error.path("type").isString() ? error.path("type").asString() : "";
    String words = message.toLowerCase(Locale.ROOT);
    return code.equals("context_length_exceeded")
        || type.equals("exceed_context_size_error") // llama.cpp
        || words.contains("maximum context length") // vLLM
        || words.contains("model's context length") // SGLang
        || words.contains("available context size"); // llama.cpp, older
  }

  static String message(JsonNode error) {
    if (error.isString()) {
      return clean(error.asString());
    }
    for (String key : new String[] {"message", "detail", "msg"}) {
      JsonNode text = error.path(key);
      if (text.isString()) {
        return clean(text.asString());
      }
    }
    // FastAPI: {"detail": [{"msg": "...", "loc": [...]}]}
    JsonNode first = error.path("detail").path(0).path("msg");
    return first.isString() ? clean(first.asString()) : "";
  }

  /// One line without control characters: it goes into answers and logs.
  private static String clean(String text) {
    String cut =
        text.length() <= ApiError.MESSAGE_LENGTH_MAX
            ? text
            : text.substring(0, ApiError.MESSAGE_LENGTH_MAX);
    return cut.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
