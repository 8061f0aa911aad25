package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.matching;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.only;
import static online.speka.edge.validation.Rules.string;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/// The body of `POST /v1/images/generations`: one row a field.
final class ImageRules {
  private static final int PROMPT_LENGTH_MAX = 32_000;
  private static final int IMAGES_MAX = 10;
  private static final int PARTIAL_IMAGES_MAX = 3;
  private static final int COMPRESSION_MAX = 100;

  /// 64 to 2048 pixels.
  private static final String SIDE =
      "(6[4-9]|[7-9][0-9]|[1-9][0-9]{2}|1[0-9]{3}|20[0-3][0-9]|204[0-8])";

  private static final Pattern SIZE = Pattern.compile("(auto|" + SIDE + "x" + SIDE + ")");

  static final ObjectRule REQUEST =
      object()
          .required("model", CommonRules.MODEL)
          .required("prompt", string(1, PROMPT_LENGTH_MAX).says("What the picture shows."))
          .optional("n", integer(1, IMAGES_MAX).says("How many pictures."))
          .optional(
              "size",
              matching(SIZE, "auto, or a width and height of 64 to 2048 pixels as 1024x1024,")
                  .says("Width and height, or auto; a model refuses what it cannot draw."))
          .optional(
              "response_format",
              only(
                      oneOf("b64_json", "url"),
                      Set.of(StringNode.valueOf("b64_json")),
                      "pictures are not stored; use b64_json.")
                  .says("Pictures come in the answer, as base64."))
          .optional("output_format", oneOf("png", "jpeg", "webp").says("The pictures' format."))
          .optional(
              "output_compression",
              integer(0, COMPRESSION_MAX).says("Quality of jpeg and webp, in percent."))
          .optional(
              "quality",
              oneOf("auto", "low", "medium", "high", "standard", "hd")
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
}
