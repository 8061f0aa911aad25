package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.anything;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.TaggedRule.tagged;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/// One message of a chat, by role.
final class MessageRules {
  private static final int PARTS_MAX = 512;
  private static final int TOOL_CALLS_MAX = 128;

  private static final ObjectRule TEXT_PART = object().required("text", string());
  private static final ObjectRule REFUSAL_PART = object().required("refusal", string());
  private static final ObjectRule IMAGE_PART =
      object()
          .required(
              "image_url",
              object()
                  .required("url", string(1, Integer.MAX_VALUE))
                  .optional("detail", oneOf("auto", "low", "high", "original")));
  private static final ObjectRule AUDIO_PART =
      object()
          .required(
              "input_audio",
              object().required("data", string()).required("format", oneOf("wav", "mp3")));
  private static final ObjectRule FILE_PART =
      object()
          .required(
              "file",
              object()
                  .optional("file_data", string())
                  .optional("file_id", string())
                  .optional("filename", string())
                  .across(
                      ((Rule) MessageRules::holdsSomething)
                          .as(schema -> anyGiven(schema, "file_data", "file_id"))));

  private static final TaggedRule TEXT = tagged("type").when("text", TEXT_PART);
  private static final Rule TEXT_CONTENT = content(TEXT, 1);

  /// Also an empty array: some clients send it beside tool calls.
  private static final Rule ASSISTANT_CONTENT = content(TEXT.when("refusal", REFUSAL_PART), 0);

  private static final Rule USER_CONTENT =
      content(
          TEXT.when("image_url", IMAGE_PART)
              .when("input_audio", AUDIO_PART)
              .when("file", FILE_PART),
          1);

  private static final ObjectRule TOOL_CALL =
      object()
          .required("id", string())
          .required("type", oneOf("function"))
          .required(
              "function", object().required("name", string()).required("arguments", string()));

  private static final ObjectRule INSTRUCTION =
      object().required("content", TEXT_CONTENT).optional("name", string());
  private static final ObjectRule USER =
      object().required("content", USER_CONTENT).optional("name", string());
  private static final ObjectRule ASSISTANT =
      object()
          .optional("content", ASSISTANT_CONTENT)
          .optional("name", string())
          .optional("refusal", string())
          .optional("reasoning_content", string())
          .optional("reasoning", string())
          .optional("tool_calls", arrayOf(TOOL_CALL, 0, TOOL_CALLS_MAX))
          .optional(
              "function_call", object().required("name", string()).required("arguments", string()))
          .across(((Rule) MessageRules::saysSomething).as(MessageRules::somethingSaid));
  private static final ObjectRule TOOL =
      object().required("content", TEXT_CONTENT).required("tool_call_id", string());
  private static final ObjectRule FUNCTION =
      object().optional("content", TEXT_CONTENT).required("name", string());

  static final Rule MESSAGE =
      tagged("role")
          .when("developer", INSTRUCTION)
          .when("system", INSTRUCTION)
          .when("user", USER)
          .when("assistant", ASSISTANT)
          .when("tool", TOOL)
          .when("function", FUNCTION);

  private MessageRules() {}

  /// An assistant may be silent only where it called a tool or refused.
  private static @Nullable Violation saysSomething(JsonNode message) {
    JsonNode content = given(message, "content");
    JsonNode toolCalls = given(message, "tool_calls");
    boolean called = toolCalls != null && !toolCalls.isEmpty();
    boolean said = content != null && (content.isString() || !content.isEmpty());
    return called
            || said
            || given(message, "refusal") != null
            || given(message, "function_call") != null
        ? null
        : Violation.missing("content");
  }

  private static void somethingSaid(ObjectNode schema) {
    Schemas.anyOf(
        schema,
        List.of(
            Schemas.whereGiven("tool_calls", notEmpty()),
            Schemas.whereGiven("content", Schemas.ofType("string")),
            Schemas.whereGiven("content", notEmpty()),
            Schemas.whereGiven("refusal", Schemas.ofType("string")),
            Schemas.whereGiven("function_call", Schemas.ofType("object"))));
  }

  private static ObjectNode notEmpty() {
    return Schemas.ofType("array").put("minItems", 1);
  }

  private static @Nullable Violation holdsSomething(JsonNode file) {
    return given(file, "file_data") == null && given(file, "file_id") == null
        ? Violation.missing("file_data")
        : null;
  }

  private static void anyGiven(ObjectNode schema, String... names) {
    Schemas.anyOf(
        schema,
        Arrays.stream(names)
            .map(name -> Schemas.whereGiven(name, Schemas.ofType("string")))
            .toList());
  }

  private static Rule content(TaggedRule part, int partsMin) {
    return byType(
        "a string or an array of content parts",
        Map.of(
            JsonNodeType.STRING,
            anything(),
            JsonNodeType.ARRAY,
            arrayOf(part, partsMin, PARTS_MAX)));
  }
}
