package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.anything;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.mapOf;
import static online.speka.edge.validation.Rules.matching;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.TaggedRule.tagged;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// Tools, the choice among them, and formats of the answer.
final class ToolRules {
  private static final int TOOLS_MAX = 128;
  private static final int SCHEMA_KEYS_MAX = 1024;
  private static final Rule NAME =
      matching(Pattern.compile("[A-Za-z0-9_-]{1,64}"), "a name of 1 to 64 of A-Z a-z 0-9 _ -");
  private static final Rule SCHEMA = mapOf(anything(), anything(), SCHEMA_KEYS_MAX);

  static final Rule TOOLS =
      arrayOf(
              object()
                  .required("type", oneOf("function"))
                  .required(
                      "function",
                      object()
                          .required("name", NAME)
                          .optional("description", string())
                          .optional("parameters", SCHEMA)
                          .optional("strict", bool())),
              0,
              TOOLS_MAX)
          .says("Functions that the model may call.");

  static final Rule TOOL_CHOICE =
      byType(
              "a string or an object",
              Map.of(
                  JsonNodeType.STRING,
                  oneOf("none", "auto", "required"),
                  JsonNodeType.OBJECT,
                  object()
                      .required("type", oneOf("function"))
                      .required("function", object().required("name", NAME))))
          .says("Whether tools are called, or which one of those given; needs `tools`.");

  private static final ObjectRule JSON_SCHEMA =
      object()
          .required("name", NAME)
          .optional("description", string())
          .optional("schema", SCHEMA)
          .optional("strict", bool());

  static final Rule RESPONSE_FORMAT =
      tagged("type")
          .when("text", object())
          .when("json_object", object())
          .when("json_schema", object().required("json_schema", JSON_SCHEMA))
          .says("What form the answer has: text, any JSON object, or JSON of this schema.");

  /// A choice needs tools, and may name only one of them.
  static final Rule CHOICE_AMONG_TOOLS =
      ((Rule) ToolRules::choiceAmongTools)
          .as(
              schema ->
                  Schemas.anyOf(
                      schema,
                      List.of(
                          Schemas.whereAbsent("tool_choice"),
                          Schemas.whereGiven(
                              "tools", Schemas.ofType("array").put("minItems", 1)))));

  private ToolRules() {}

  private static @Nullable Violation choiceAmongTools(JsonNode request) {
    JsonNode choice = given(request, "tool_choice");
    if (choice == null) {
      return null;
    }
    JsonNode tools = given(request, "tools");
    if (tools == null || tools.isEmpty()) {
      return Violation.value("it is only allowed when tools are given.").in("tool_choice");
    }
    if (!choice.isObject()) {
      return null;
    }
    JsonNode name = choice.get("function").get("name");
    for (JsonNode tool : tools) {
      if (tool.get("function").get("name").equals(name)) {
        return null;
      }
    }
    return Violation.value("no tool of this name is given.").in("function.name").in("tool_choice");
  }
}
