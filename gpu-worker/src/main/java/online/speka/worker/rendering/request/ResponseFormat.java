package online.speka.worker.rendering.request;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// What the content of an answer must be.
public sealed interface ResponseFormat {

  /// Anything.
  record Text() implements ResponseFormat {}

  /// One JSON object of any shape.
  record JsonObject() implements ResponseFormat {}

  /// JSON that a schema allows.
  ///
  /// @param schema read-only
  record JsonSchema(String name, JsonNode schema, boolean strict) implements ResponseFormat {
    public JsonSchema {
      Objects.requireNonNull(name);
      Objects.requireNonNull(schema);
    }
  }
}
