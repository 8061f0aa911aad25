package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.anything;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.TaggedRule.tagged;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/// One item of a response's input, by type. An item without a type is a message.
final class ResponsesItemRules {
  private static final int PARTS_MAX = 2048;
  private static final ObjectRule TEXT = object().required("text", string());
  private static final ObjectRule REFUSAL = object().required("refusal", string());
  private static final ObjectRule IMAGE =
      object()
          .required("image_url", string(1, Integer.MAX_VALUE))
          .optional("detail", oneOf("auto", "low", "high", "original"));

  /// Kinds of content that exist and are not read here.
  private static final Map<String, String> UNSUPPORTED_PARTS =
      Map.of(
          "input_file", "files are not read here.",
          "input_audio", "audio is not read here.");

  private static final TaggedRule PARTS =
      tagged("type")
          .when("input_text", TEXT)
          .when("output_text", TEXT)
          .when("refusal", REFUSAL)
          .when("input_image", IMAGE);
  private static final Rule CONTENT =
      byType(
          "a string or an array of content parts",
          Map.of(
              JsonNodeType.STRING,
              anything(),
              JsonNodeType.ARRAY,
              arrayOf(
                  ((Rule) ResponsesItemRules::part).as(schema -> schema.setAll(PARTS.schema())),
                  0,
                  PARTS_MAX)));
  private static final ObjectRule MESSAGE =
      object()
          .required("role", oneOf("user", "assistant", "system", "developer"))
          .required("content", CONTENT);
  private static final Rule THOUGHTS = arrayOf(TEXT, 0, PARTS_MAX);
  private static final TaggedRule ITEMS =
      tagged("type")
          .when("message", MESSAGE)
          .when(
              "function_call",
              object()
                  .required("call_id", string(1, Integer.MAX_VALUE))
                  .required("name", string(1, Integer.MAX_VALUE))
                  .required("arguments", string()))
          .when(
              "function_call_output",
              object()
                  .required("call_id", string(1, Integer.MAX_VALUE))
                  .required("output", CONTENT))
          .when("reasoning", object().optional("summary", THOUGHTS).optional("content", THOUGHTS));

  static final Rule ITEM = ((Rule) ResponsesItemRules::item).as(ResponsesItemRules::describe);

  private ResponsesItemRules() {}

  private static @Nullable Violation item(JsonNode item) {
    if (!item.isObject()) {
      return Violation.type("an object", Rules.nameOf(item));
    }
    JsonNode type = given(item, "type");
    if (type == null) {
      return MESSAGE.check(item);
    }
    return !type.isString() || ITEMS.byValue().containsKey(type.stringValue())
        ? ITEMS.check(item)
        : Violation.unsupported(
                "one of " + String.join(", ", ITEMS.byValue().keySet()) + " is expected.")
            .in("type");
  }

  private static void describe(ObjectNode schema) {
    schema.setAll(ITEMS.schema());
    ObjectNode untyped = object().optional("type", oneOf("message")).including(MESSAGE).schema();
    schema.withArray("anyOf").add(untyped);
  }

  private static @Nullable Violation part(JsonNode part) {
    JsonNode type = part.path("type");
    return type.isString() && UNSUPPORTED_PARTS.containsKey(type.stringValue())
        ? Violation.unsupported(UNSUPPORTED_PARTS.get(type.stringValue())).in("type")
        : PARTS.check(part);
  }
}
