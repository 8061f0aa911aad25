package online.speka.worker.rendering.request;

import static java.util.stream.Collectors.joining;

import java.util.Objects;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import org.jspecify.annotations.Nullable;

/// What a client asks of an image model.
///
/// @param n images
/// @param quality one of [Images#QUALITIES]
/// @param compression 0 to 100, for formats that lose detail; absent means the best there is
public record ImageRequest(
    String model,
    String prompt,
    int n,
    ImageSize size,
    String quality,
    Format format,
    @Nullable Integer compression) {

  /// Longest prompt, in characters.
  private static final int PROMPT_LENGTH_MAX = 32_000;

  public ImageRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(prompt);
    Objects.requireNonNull(size);
    Objects.requireNonNull(quality);
    Objects.requireNonNull(format);
  }

  /// How an image is written.
  public enum Format {
    PNG("png"),
    JPEG("jpeg");

    private final String wire;

    Format(String wire) {
      this.wire = wire;
    }

    /// The word for this format in requests and answers.
    public String wire() {
      return wire;
    }
  }

  /// Reads a body.
  ///
  /// @throws InvalidRequestException if it is no request for images, or for such as are not made
  public static ImageRequest parse(byte[] body) {
    JsonFields fields = JsonFields.parse(body);
    String prompt = fields.requiredText("prompt");
    if (prompt.isEmpty()) {
      throw fields.wrongValue("prompt", "must not be empty.");
    }
    if (prompt.length() > PROMPT_LENGTH_MAX) {
      throw fields.wrongValue("prompt", "must have at most " + PROMPT_LENGTH_MAX + " characters.");
    }
    requireOneAnswer(fields);
    Long n = fields.integer("n", 1, ImageSize.IMAGES_MAX);
    Long compression = fields.integer("output_compression", 0, 100);
    return new ImageRequest(
        fields.requiredText("model"),
        prompt,
        n == null ? 1 : n.intValue(),
        size(fields),
        quality(fields),
        format(fields),
        compression == null ? null : compression.intValue());
  }

  /// Images come in the answer itself, all at once.
  private static void requireOneAnswer(JsonFields fields) {
    String response = fields.text("response_format");
    switch (response) {
      case null -> {}
      case "b64_json" -> {}
      case "url" ->
          throw fields.unsupported(
              "response_format", "url is not supported; use b64_json: images are not stored.");
      default -> throw fields.wrongValue("response_format", "must be b64_json.");
    }
    if (fields.flag("stream", false)) {
      throw fields.unsupported("stream", "is not supported for images.");
    }
  }

  private static ImageSize size(JsonFields fields) {
    String size = fields.text("size");
    return size == null
        ? ImageSize.DEFAULT
        : ImageSize.of(size)
            .orElseThrow(
                () ->
                    fields.wrongValue(
                        "size",
                        "must be auto or one of "
                            + ImageSize.OFFERED.stream()
                                .map(ImageSize::toString)
                                .collect(joining(", "))
                            + "."));
  }

  private static String quality(JsonFields fields) {
    String quality = fields.text("quality");
    if (quality == null) {
      return Images.QUALITY_DEFAULT;
    }
    if (!Images.QUALITIES.contains(quality)) {
      throw fields.wrongValue(
          "quality", "must be one of " + String.join(", ", Images.QUALITIES) + ".");
    }
    return quality;
  }

  private static Format format(JsonFields fields) {
    return switch (fields.text("output_format")) {
      case null -> Format.PNG;
      case "png" -> Format.PNG;
      case "jpeg" -> Format.JPEG;
      case "webp" ->
          throw fields.unsupported("output_format", "webp is not supported; use png or jpeg.");
      default -> throw fields.wrongValue("output_format", "must be png or jpeg.");
    };
  }
}
