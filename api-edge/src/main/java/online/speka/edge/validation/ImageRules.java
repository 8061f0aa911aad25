package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.only;
import static online.speka.edge.validation.Rules.string;

import java.util.Set;
import java.util.stream.Stream;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/// The body of `POST /v1/images/generations`: one row a field.
final class ImageRules {
  private static final int PROMPT_LENGTH_MAX = 32_000;
  private static final int PARTIAL_IMAGES_MAX = 3;
  private static final int COMPRESSION_MAX = 100;

  private static final String[] SIZES =
      Stream.concat(Stream.of("auto"), ImageSize.OFFERED.stream().map(ImageSize::toString))
          .toArray(String[]::new);

  static final ObjectRule REQUEST =
      object()
          .required("model", CommonRules.MODEL)
          .required("prompt", string(1, PROMPT_LENGTH_MAX).says("What the picture shows."))
          .optional("n", integer(1, ImageSize.IMAGES_MAX).says("How many pictures."))
          .optional(
              "size",
              oneOf(SIZES).says("Width and height in pixels; auto is " + ImageSize.DEFAULT + "."))
          .optional(
              "response_format",
              only(
                      oneOf("b64_json", "url"),
                      Set.of(StringNode.valueOf("b64_json")),
                      "pictures are not stored; use b64_json.")
                  .says("Pictures come in the answer, as base64."))
          .optional(
              "output_format",
              only(
                      oneOf("png", "jpeg", "webp"),
                      Set.of(StringNode.valueOf("png"), StringNode.valueOf("jpeg")),
                      "webp is not offered; use png or jpeg.")
                  .says("The pictures' format; png if absent."))
          .optional(
              "output_compression",
              integer(0, COMPRESSION_MAX).says("Quality of a jpeg, in percent."))
          .optional(
              "quality",
              oneOf(Images.QUALITIES.toArray(String[]::new))
                  .says("How much work goes into a picture."))
          .optional("style", oneOf("vivid", "natural").says("For models that know styles."))
          .optional(
              "background", oneOf("auto", "transparent", "opaque").says("What is behind it all."))
          .optional("moderation", oneOf("auto", "low").says("Accepted."))
          .optional(
              "stream",
              only(bool(), Set.of(BooleanNode.FALSE), "pictures are not streamed.")
                  .says("Pictures are not streamed."))
          .optional(
              "partial_images",
              only(
                      integer(0, PARTIAL_IMAGES_MAX),
                      Set.of(IntNode.valueOf(0)),
                      "pictures are not streamed.")
                  .says("Pictures are not streamed."))
          .optional("user", CommonRules.USER);

  private ImageRules() {}

  /// The pictures that a valid request asks for.
  static Images images(JsonNode request) {
    JsonNode count = given(request, "n");
    JsonNode size = given(request, "size");
    JsonNode quality = given(request, "quality");
    return new Images(
        count == null ? 1 : count.intValue(),
        size == null
            ? ImageSize.DEFAULT
            : ImageSize.of(size.stringValue()).orElse(ImageSize.DEFAULT),
        quality == null ? Images.QUALITY_DEFAULT : quality.stringValue());
  }
}
