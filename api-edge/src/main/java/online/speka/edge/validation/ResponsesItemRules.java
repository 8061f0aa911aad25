package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.anything;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// One item of a response's input, by type. An item without a type is a message.
final class ResponsesItemRules {
  private static final int PARTS_MAX = 2048;
  private static final Rule TEXT = object().required("text", string());
  private static final Rule REFUSAL = object().required("refusal", string());
  private static final Rule IMAGE =
      object()
          .required("image_url", string(1, Integer.MAX_VALUE))
          .optional("detail", oneOf("auto", "low", "high", "original"));

  /// Kinds of content that exist and are not read here.
  private static final Map<String, String> UNSUPPORTED_PARTS =
      Map.of(
          "input_file", "files are not read here.",
          "input_audio", "audio is not read here.");

  private static final Map<String, Rule> PARTS =
      Map.of("input_text", TEXT, "output_text", TEXT, "refusal", REFUSAL, "input_image", IMAGE);
  private static final Rule CONTENT =
      byType(
          "a string or an array of content parts",
          Map.of(
              JsonNodeType.STRING,
              anything(),
              JsonNodeType.ARRAY,
              arrayOf(ResponsesItemRules::part, 0, PARTS_MAX)));
  private static final Rule MESSAGE =
      object()
          .required("role", oneOf("user", "assistant", "system", "developer"))
          .required("content", CONTENT);
  private static final Rule THOUGHTS = arrayOf(TEXT, 0, PARTS_MAX);
  private static final Map<String, Rule> ITEMS =
      Map.of(
          "message",
          MESSAGE,
          "function_call",
          object()
              .required("call_id", string(1, Integer.MAX_VALUE))
              .required("name", string(1, Integer.MAX_VALUE))
              .required("arguments", string()),
          "function_call_output",
          object().required("call_id", string(1, Integer.MAX_VALUE)).required("output", CONTENT),
          "reasoning",
          object().optional("summary", THOUGHTS).optional("content", THOUGHTS));

  private ResponsesItemRules() {}

  static @Nullable Violation item(JsonNode item) {
    if (!item.isObject()) {
      return Violation.type("an object", Rules.nameOf(item));
    }
    JsonNode type = given(item, "type");
    if (type == null) {
      return MESSAGE.check(item);
    }
    Violation noString = string().check(type);
    if (noString != null) {
      return noString.in("type");
    }
    Rule rule = ITEMS.get(type.stringValue());
    return rule == null
        ? Violation.unsupported(
                "one of message, function_call, function_call_output and reasoning is expected.")
            .in("type")
        : rule.check(item);
  }

  private static @Nullable Violation part(JsonNode part) {
    Violation wrong = object().required("type", string()).check(part);
    if (wrong != null) {
      return wrong;
    }
    String type = part.get("type").stringValue();
    if (UNSUPPORTED_PARTS.containsKey(type)) {
      return Violation.unsupported(UNSUPPORTED_PARTS.get(type)).in("type");
    }
    Rule rule = PARTS.get(type);
    return rule == null
        ? Violation.value(
                "one of input_text, output_text, refusal and input_image is expected here.")
            .in("type")
        : rule.check(part);
  }
}
