package online.speka.worker.rendering.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A function the model may call.
///
/// @param parameters JSON Schema of its arguments; absent means it takes none. Read-only
/// @param strict whether arguments must match the schema
public record Tool(
    String name, @Nullable String description, @Nullable JsonNode parameters, boolean strict) {
  public Tool {
    Objects.requireNonNull(name);
  }
}
