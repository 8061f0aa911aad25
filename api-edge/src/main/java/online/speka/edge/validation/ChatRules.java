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
import static online.speka.edge.validation.Rules.onlyStrings;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.Rules.unsupported;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The body of `POST /v1/chat/completions`: one row a field.
final class ChatRules {
  static final int CHOICES_MAX = 8;
  private static final int MESSAGES_MAX = 16_384;
  private static final int LOGIT_BIASES_MAX = 1024;
  private static final int METADATA_PAIRS_MAX = 16;

  static final ObjectRule REQUEST =
      object()
          .required("model", string(1, Integer.MAX_VALUE))
          .required("messages", arrayOf(MessageRules.MESSAGE, 1, MESSAGES_MAX))
          .optional("temperature", number(0, 2))
          .optional("top_p", number(0, 1))
          .optional("presence_penalty", number(-2, 2))
          .optional("frequency_penalty", number(-2, 2))
          .optional("n", integer(1, CHOICES_MAX))
          .optional("max_tokens", integer(1, Long.MAX_VALUE))
          .optional("max_completion_tokens", integer(1, Long.MAX_VALUE))
          .optional("stop", stop())
          .optional("stream", bool())
          .optional(
              "stream_options",
              object().optional("include_usage", bool()).optional("include_obfuscation", bool()))
          .optional("logprobs", bool())
          .optional("top_logprobs", integer(0, 20))
          .optional(
              "logit_bias",
              mapOf(
                  matching(Pattern.compile("[0-9]{1,10}"), "a token id as key"),
                  number(-100, 100),
                  LOGIT_BIASES_MAX))
          .optional("seed", integer(Long.MIN_VALUE, Long.MAX_VALUE))
          .optional("user", string())
          .optional("safety_identifier", string(0, 64))
          .optional("prompt_cache_key", string())
          .optional("metadata", mapOf(string(0, 64), string(0, 512), METADATA_PAIRS_MAX))
          .optional("store", bool())
          .optional("tools", ToolRules.TOOLS)
          .optional("tool_choice", ToolRules.TOOL_CHOICE)
          .optional("parallel_tool_calls", bool())
          .optional("response_format", ToolRules.RESPONSE_FORMAT)
          .optional(
              "reasoning_effort", oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"))
          .optional("service_tier", oneOf("auto", "default", "flex", "scale", "priority", "fast"))
          .optional("functions", unsupported("use tools."))
          .optional("function_call", unsupported("use tool_choice."))
          .optional("modalities", onlyStrings(List.of("text"), "only text is produced."))
          .optional("audio", unsupported("only text is produced."))
          .optional("prediction", unsupported("predicted outputs are not offered."))
          .optional("web_search_options", unsupported("web search is not offered."))
          .across(ChatRules::streamOptionsNeedStream)
          .across(ChatRules::topLogprobsNeedLogprobs)
          .across(ToolRules::choiceAmongTools);

  private ChatRules() {}

  private static Rule stop() {
    return byType(
        "a string or an array of strings",
        Map.of(JsonNodeType.STRING, anything(), JsonNodeType.ARRAY, arrayOf(string(), 1, 4)));
  }

  private static @Nullable Violation streamOptionsNeedStream(JsonNode request) {
    return given(request, "stream_options") == null || isTrue(request, "stream")
        ? null
        : Violation.value("it is only allowed when stream is true.").in("stream_options");
  }

  private static @Nullable Violation topLogprobsNeedLogprobs(JsonNode request) {
    return given(request, "top_logprobs") == null || isTrue(request, "logprobs")
        ? null
        : Violation.value("it is only allowed when logprobs is true.").in("top_logprobs");
  }

  static boolean isTrue(JsonNode request, String name) {
    JsonNode value = given(request, name);
    return value != null && value.isBoolean() && value.booleanValue();
  }
}
