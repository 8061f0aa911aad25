package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a client asks of an embedding model.
///
/// @param inputs in the order of the request; at least one
/// @param dimensions length of the vectors; absent means the model's own
/// @param inputType `query` or `passage`, for models that tell them apart (vendor field)
public record EmbeddingsRequest(
    String model,
    List<Input> inputs,
    Encoding encoding,
    @Nullable Integer dimensions,
    @Nullable String inputType) {

  private static final int DIMENSIONS_MAX = 1 << 20;

  public EmbeddingsRequest {
    Objects.requireNonNull(model);
    inputs = List.copyOf(inputs);
    Objects.requireNonNull(encoding);
  }

  /// One text to embed, or the tokens of one.
  public sealed interface Input {

    record Text(String text) implements Input {
      public Text {
        Objects.requireNonNull(text);
      }
    }

    /// @param ids of the model's own vocabulary; read-only
    record Tokens(int[] ids) implements Input {
      public Tokens {
        Objects.requireNonNull(ids);
      }
    }
  }

  /// How vectors are written.
  public enum Encoding {
    FLOAT,
    /// Little-endian 32-bit floats in base64: what every SDK asks for unless told otherwise.
    BASE64
  }

  /// Reads a body.
  ///
  /// @throws InvalidRequestException if it is no embeddings request
  public static EmbeddingsRequest parse(byte[] body) {
    JsonFields fields = JsonFields.parse(body);
    Long dimensions = fields.integer("dimensions", 1, DIMENSIONS_MAX);
    return new EmbeddingsRequest(
        fields.requiredText("model"),
        inputs(fields),
        encoding(fields),
        dimensions == null ? null : dimensions.intValue(),
        fields.text("input_type"));
  }

  private static Encoding encoding(JsonFields fields) {
    return switch (fields.text("encoding_format")) {
      case null -> Encoding.FLOAT;
      case "float" -> Encoding.FLOAT;
      case "base64" -> Encoding.BASE64;
      default -> throw fields.wrongValue("encoding_format", "must be float or base64.");
    };
  }

  private static List<Input> inputs(JsonFields fields) {
    JsonNode input = fields.value("input");
    if (input == null) {
      throw fields.missing("input");
    }
    if (input.isString()) {
      return List.of(text(fields, "input", input));
    }
    if (!input.isArray()) {
      throw fields.wrongType("input", "a string or an array");
    }
    if (input.isEmpty()) {
      throw fields.wrongValue("input", "must not be empty.");
    }
    if (input.get(0).isNumber()) {
      return List.of(tokens(fields, "input", input));
    }
    List<Input> inputs = new ArrayList<>(input.size());
    for (int i = 0; i < input.size(); i++) {
      JsonNode element = input.get(i);
      String name = "input[" + i + "]";
      inputs.add(element.isString() ? text(fields, name, element) : tokens(fields, name, element));
    }
    return inputs;
  }

  private static Input text(JsonFields fields, String name, JsonNode text) {
    if (text.stringValue().isEmpty()) {
      throw fields.wrongValue(name, "must not be empty.");
    }
    return new Input.Text(text.stringValue());
  }

  private static Input tokens(JsonFields fields, String name, JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw fields.wrongType(name, "a string or a non-empty array of integers");
    }
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode id = array.get(i);
      if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
        throw fields.wrongType(name + "[" + i + "]", "a token");
      }
      ids[i] = id.intValue();
    }
    return new Input.Tokens(ids);
  }
}
