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

/// One message of a chat, by role.
final class MessageRules {
  private static final int PARTS_MAX = 2048;
  private static final int TOOL_CALLS_MAX = 128;

  private static final Rule TEXT_PART = object().required("text", string());
  private static final Rule REFUSAL_PART = object().required("refusal", string());
  private static final Rule IMAGE_PART =
      object()
          .required(
              "image_url",
              object()
                  .required("url", string(1, Integer.MAX_VALUE))
                  .optional("detail", oneOf("auto", "low", "high", "original")));
  private static final Rule AUDIO_PART =
      object()
          .required(
              "input_audio",
              object().required("data", string()).required("format", oneOf("wav", "mp3")));
  private static final Rule FILE_PART =
      object()
          .required(
              "file",
              object()
                  .optional("file_data", string())
                  .optional("file_id", string())
                  .optional("filename", string()));

  private static final Rule TEXT_CONTENT = content(Map.of("text", TEXT_PART));
  private static final Rule ASSISTANT_CONTENT =
      content(Map.of("text", TEXT_PART, "refusal", REFUSAL_PART));
  private static final Rule USER_CONTENT =
      content(
          Map.of(
              "text", TEXT_PART,
              "image_url", IMAGE_PART,
              "input_audio", AUDIO_PART,
              "file", FILE_PART));

  private static final Rule TOOL_CALL =
      object()
          .required("id", string())
          .required("type", oneOf("function"))
          .required(
              "function", object().required("name", string()).required("arguments", string()));

  private static final Rule INSTRUCTION =
      object().required("content", TEXT_CONTENT).optional("name", string());
  private static final Rule USER =
      object().required("content", USER_CONTENT).optional("name", string());
  private static final Rule ASSISTANT =
      object()
          .optional("content", ASSISTANT_CONTENT)
          .optional("name", string())
          .optional("refusal", string())
          .optional("reasoning_content", string())
          .optional("reasoning", string())
          .optional("tool_calls", arrayOf(TOOL_CALL, 0, TOOL_CALLS_MAX))
          .optional("function_call", anything())
          .across(MessageRules::saysSomething);
  private static final Rule TOOL =
      object().required("content", TEXT_CONTENT).required("tool_call_id", string());
  private static final Rule FUNCTION =
      object().optional("content", TEXT_CONTENT).required("name", string());

  private static final Map<String, Rule> BY_ROLE =
      Map.of(
          "developer", INSTRUCTION,
          "system", INSTRUCTION,
          "user", USER,
          "assistant", ASSISTANT,
          "tool", TOOL,
          "function", FUNCTION);

  static final Rule MESSAGE =
      object()
          .required("role", oneOf("developer", "system", "user", "assistant", "tool", "function"))
          .across(MessageRules::byRole);

  private MessageRules() {}

  private static @Nullable Violation byRole(JsonNode message) {
    Rule rule = BY_ROLE.get(message.get("role").stringValue());
    return rule == null ? null : rule.check(message);
  }

  /// An assistant may be silent only where it called a tool or refused.
  private static @Nullable Violation saysSomething(JsonNode message) {
    JsonNode toolCalls = given(message, "tool_calls");
    boolean called = toolCalls != null && !toolCalls.isEmpty();
    return called
            || given(message, "content") != null
            || given(message, "refusal") != null
            || given(message, "function_call") != null
        ? null
        : Violation.missing("content");
  }

  private static Rule content(Map<String, Rule> parts) {
    String types = String.join(", ", parts.keySet().stream().sorted().toList());
    Rule part =
        object()
            .required("type", string())
            .across(
                value -> {
                  Rule rule = parts.get(value.get("type").stringValue());
                  return rule == null
                      ? Violation.value("one of " + types + " is expected here.").in("type")
                      : rule.check(value);
                });
    return byType(
        "a string or an array of content parts",
        Map.of(JsonNodeType.STRING, anything(), JsonNodeType.ARRAY, arrayOf(part, 1, PARTS_MAX)));
  }
}
