package online.speka.worker.rendering.request;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        InputReader.read(fields, "input", InputReader.Empty.REFUSED),
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
}
