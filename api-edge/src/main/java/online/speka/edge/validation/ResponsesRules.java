package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.anything;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.mapOf;
import static online.speka.edge.validation.Rules.matching;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.Rules.unsupported;
import static online.speka.edge.validation.TaggedRule.tagged;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/// The body of `POST /v1/responses`: one row a field.
final class ResponsesRules {
  private static final int ITEMS_MAX = 4096;
  private static final int TOOLS_MAX = 128;
  private static final int METADATA_PAIRS_MAX = 16;
  private static final int SCHEMA_KEYS_MAX = 1024;
  private static final int INCLUDES_MAX = 16;
  private static final Rule NAME =
      matching(Pattern.compile("[A-Za-z0-9_-]{1,64}"), "a name of 1 to 64 of A-Z a-z 0-9 _ -");
  private static final Rule SCHEMA = mapOf(anything(), anything(), SCHEMA_KEYS_MAX);

  private static final ObjectRule FUNCTION =
      object()
          .required("name", NAME)
          .optional("description", string())
          .optional("parameters", SCHEMA)
          .optional("strict", bool());

  private static final Rule TOOL =
      ((Rule) ResponsesRules::tool)
          .as(
              schema ->
                  schema.setAll(
                      object().required("type", oneOf("function")).including(FUNCTION).schema()));

  private static final Rule FORMAT =
      tagged("type")
          .when("text", object())
          .when("json_object", object())
          .when(
              "json_schema",
              object()
                  .required("name", NAME)
                  .required("schema", SCHEMA)
                  .optional("description", string())
                  .optional("strict", bool()))
          .says("What form the answer has: text, any JSON object, or JSON of this schema.");

  private static final ObjectRule CONTENT =
      object()
          .required("model", CommonRules.MODEL)
          .required(
              "input",
              byType(
                      "a string or an array of items",
                      Map.of(
                          JsonNodeType.STRING,
                          anything(),
                          JsonNodeType.ARRAY,
                          arrayOf(ResponsesItemRules.ITEM, 1, ITEMS_MAX)))
                  .says("What to answer: a text, or the items of the conversation so far."))
          .optional("instructions", string().says("What the model is told before the input."))
          .optional(
              "previous_response_id",
              string(1, Integer.MAX_VALUE)
                  .says("A stored response whose input and output come before this input."));

  private static final ObjectRule SAMPLING =
      object()
          .optional("temperature", CommonRules.TEMPERATURE)
          .optional("top_p", CommonRules.TOP_P)
          .optional(
              "max_output_tokens",
              integer(1, Long.MAX_VALUE).says("Most tokens of the answer, reasoning included."))
          .optional("max_tool_calls", integer(1, Long.MAX_VALUE).says("Accepted."))
          .optional("top_logprobs", integer(0, 20).says("How many likely tokens per position."))
          .optional(
              "reasoning",
              object()
                  .optional(
                      "effort", oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"))
                  .optional("summary", oneOf("auto", "concise", "detailed"))
                  .optional("generate_summary", oneOf("auto", "concise", "detailed"))
                  .says("How much a reasoning model thinks first."));

  private static final ObjectRule TOOLS =
      object()
          .optional("tools", arrayOf(TOOL, 0, TOOLS_MAX).says("Functions that the model may call."))
          .optional("tool_choice", choice())
          .optional(
              "parallel_tool_calls",
              bool().says("Whether one answer may call several tools; false: at most one."));

  private static final ObjectRule OUTPUT =
      object()
          .optional("stream", CommonRules.STREAM)
          .optional(
              "stream_options",
              object()
                  .optional("include_obfuscation", bool().says("Accepted; nothing is padded."))
                  .says("Accepted with and without `stream`."))
          .optional("store", bool().says("Whether the response can be asked for again; it can."))
          .optional(
              "background", bool().says("Whether it goes on without its client; needs `store`."))
          .optional(
              "text",
              object()
                  .optional("format", FORMAT)
                  .optional("verbosity", oneOf("low", "medium", "high"))
                  .says("What the answer is to look like."))
          .optional("include", arrayOf(string(), 0, INCLUDES_MAX).says("Accepted."))
          .optional(
              "truncation",
              oneOf("auto", "disabled")
                  .says("Nothing is ever cut: what does not fit is refused in both cases."));

  private static final ObjectRule ABOUT =
      object()
          .optional(
              "metadata",
              mapOf(string(0, 64), string(0, 512), METADATA_PAIRS_MAX)
                  .says("Kept with the response."))
          .optional(
              "service_tier",
              oneOf("auto", "default", "flex", "scale", "priority", "fast").says("Accepted."))
          .optional("user", CommonRules.USER)
          .optional(
              "safety_identifier", string(0, 64).says("The end user, by a name without meaning."))
          .optional("prompt_cache_key", string().says("Accepted."))
          .optional("conversation", unsupported("conversations are not kept here; send the items."))
          .optional("prompt", unsupported("prompt templates are not offered."));

  static final ObjectRule REQUEST =
      CONTENT
          .including(SAMPLING)
          .including(TOOLS)
          .including(OUTPUT)
          .including(ABOUT)
          .across(((Rule) ResponsesRules::choiceAmongTools).as(ResponsesRules::describeChoice))
          .across(((Rule) ResponsesRules::backgroundNeedsStore).as(ResponsesRules::describeStore));

  private ResponsesRules() {}

  private static @Nullable Violation tool(JsonNode tool) {
    Violation wrong = object().required("type", string()).check(tool);
    if (wrong != null) {
      return wrong;
    }
    return tool.get("type").stringValue().equals("function")
        ? FUNCTION.check(tool)
        : Violation.unsupported("only tools of type function are offered.").in("type");
  }

  private static Rule choice() {
    ObjectRule function = object().required("name", NAME);
    Rule named =
        object()
            .required("type", string())
            .across(
                value ->
                    value.get("type").stringValue().equals("function")
                        ? function.check(value)
                        : Violation.unsupported("only a function can be chosen.").in("type"));
    return byType(
            "a string or an object",
            Map.of(
                JsonNodeType.STRING,
                oneOf("none", "auto", "required"),
                JsonNodeType.OBJECT,
                named.as(
                    schema ->
                        schema.setAll(
                            object()
                                .required("type", oneOf("function"))
                                .including(function)
                                .schema()))))
        .says("Whether tools are called, or which one of those given.");
  }

  /// Agents send a choice of `auto` or `none` without any tool, which asks for nothing.
  private static @Nullable Violation choiceAmongTools(JsonNode request) {
    JsonNode choice = given(request, "tool_choice");
    if (choice == null || (choice.isString() && !choice.stringValue().equals("required"))) {
      return null;
    }
    JsonNode tools = given(request, "tools");
    if (tools == null || tools.isEmpty()) {
      return Violation.value("it is only allowed when tools are given.").in("tool_choice");
    }
    if (choice.isString()) {
      return null;
    }
    for (JsonNode tool : tools) {
      if (tool.get("name").equals(choice.get("name"))) {
        return null;
      }
    }
    return Violation.value("no tool of this name is given.").in("name").in("tool_choice");
  }

  private static void describeChoice(ObjectNode schema) {
    Schemas.anyOf(
        schema,
        List.of(
            Schemas.whereAbsent("tool_choice"),
            Schemas.whereGiven("tool_choice", oneOf("none", "auto").schema()),
            Schemas.whereGiven("tools", Schemas.ofType("array").put("minItems", 1))));
  }

  private static @Nullable Violation backgroundNeedsStore(JsonNode request) {
    JsonNode store = given(request, "store");
    return ChatRules.isTrue(request, "background") && store != null && !store.booleanValue()
        ? Violation.value("it is only allowed when store is true.").in("background")
        : null;
  }

  private static void describeStore(ObjectNode schema) {
    Schemas.anyOf(
        schema, List.of(Schemas.whereNotTrue("background"), Schemas.whereNotFalse("store")));
  }
}
