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
import static online.speka.edge.validation.Rules.number;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.Rules.unsupported;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The body of `POST /v1/responses`: one row a field.
final class ResponsesRules {
  private static final int ITEMS_MAX = 16_384;
  private static final int TOOLS_MAX = 128;
  private static final int METADATA_PAIRS_MAX = 16;
  private static final int SCHEMA_KEYS_MAX = 1024;
  private static final int INCLUDES_MAX = 16;
  private static final Rule NAME =
      matching(Pattern.compile("[A-Za-z0-9_-]{1,64}"), "a name of 1 to 64 of A-Z a-z 0-9 _ -");
  private static final Rule SCHEMA = mapOf(anything(), anything(), SCHEMA_KEYS_MAX);

  private static final Rule FUNCTION =
      object()
          .required("name", NAME)
          .optional("description", string())
          .optional("parameters", SCHEMA)
          .optional("strict", bool());

  private static final Rule FORMAT =
      object()
          .required("type", oneOf("text", "json_object", "json_schema"))
          .across(ResponsesRules::schemaIsGiven);

  static final ObjectRule REQUEST =
      object()
          .required("model", string(1, Integer.MAX_VALUE))
          .required(
              "input",
              byType(
                  "a string or an array of items",
                  Map.of(
                      JsonNodeType.STRING,
                      anything(),
                      JsonNodeType.ARRAY,
                      arrayOf(ResponsesItemRules::item, 1, ITEMS_MAX))))
          .optional("instructions", string())
          .optional("stream", bool())
          .optional("stream_options", object().optional("include_obfuscation", bool()))
          .optional("store", bool())
          .optional("background", bool())
          .optional("previous_response_id", string(1, Integer.MAX_VALUE))
          .optional("temperature", number(0, 2))
          .optional("top_p", number(0, 1))
          .optional("max_output_tokens", integer(1, Long.MAX_VALUE))
          .optional("max_tool_calls", integer(1, Long.MAX_VALUE))
          .optional("top_logprobs", integer(0, 20))
          .optional("tools", arrayOf(ResponsesRules::tool, 0, TOOLS_MAX))
          .optional("tool_choice", choice())
          .optional("parallel_tool_calls", bool())
          .optional(
              "text",
              object()
                  .optional("format", FORMAT)
                  .optional("verbosity", oneOf("low", "medium", "high")))
          .optional(
              "reasoning",
              object()
                  .optional(
                      "effort", oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"))
                  .optional("summary", oneOf("auto", "concise", "detailed"))
                  .optional("generate_summary", oneOf("auto", "concise", "detailed")))
          .optional("metadata", mapOf(string(0, 64), string(0, 512), METADATA_PAIRS_MAX))
          .optional("include", arrayOf(string(), 0, INCLUDES_MAX))
          // Nothing is ever cut: what does not fit is refused, whichever of the two was asked for.
          .optional("truncation", oneOf("auto", "disabled"))
          .optional("service_tier", oneOf("auto", "default", "flex", "scale", "priority", "fast"))
          .optional("user", string())
          .optional("safety_identifier", string(0, 64))
          .optional("prompt_cache_key", string())
          .optional("conversation", unsupported("conversations are not kept here; send the items."))
          .optional("prompt", unsupported("prompt templates are not offered."))
          .across(ResponsesRules::choiceAmongTools)
          .across(ResponsesRules::backgroundNeedsStore);

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
    Rule named = object().required("name", NAME);
    return byType(
        "a string or an object",
        Map.of(
            JsonNodeType.STRING,
            oneOf("none", "auto", "required"),
            JsonNodeType.OBJECT,
            object()
                .required("type", string())
                .across(
                    value ->
                        value.get("type").stringValue().equals("function")
                            ? named.check(value)
                            : Violation.unsupported("only a function can be chosen.").in("type"))));
  }

  private static @Nullable Violation schemaIsGiven(JsonNode format) {
    return format.get("type").stringValue().equals("json_schema")
        ? object()
            .required("name", NAME)
            .required("schema", SCHEMA)
            .optional("description", string())
            .optional("strict", bool())
            .check(format)
        : null;
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

  private static @Nullable Violation backgroundNeedsStore(JsonNode request) {
    JsonNode store = given(request, "store");
    return ChatRules.isTrue(request, "background") && store != null && !store.booleanValue()
        ? Violation.value("it is only allowed when store is true.").in("background")
        : null;
  }
}
