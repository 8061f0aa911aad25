package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.mapOf;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.onlyStrings;
import static online.speka.edge.validation.Rules.string;
import static online.speka.edge.validation.Rules.unsupported;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /v1/chat/completions`: one row a field.
final class ChatRules {
  private static final int MESSAGES_MAX = 2048;
  private static final int METADATA_PAIRS_MAX = 16;

  private static final ObjectRule SAMPLING =
      object()
          .optional("temperature", CommonRules.TEMPERATURE)
          .optional("top_p", CommonRules.TOP_P)
          .optional("presence_penalty", CommonRules.PENALTY)
          .optional("frequency_penalty", CommonRules.PENALTY)
          .optional("n", CommonRules.CHOICES)
          .optional(
              "max_tokens",
              integer(1, Long.MAX_VALUE).says("The older name of `max_completion_tokens`."))
          .optional(
              "max_completion_tokens",
              integer(1, Long.MAX_VALUE)
                  .says("Most tokens of one answer, reasoning included; wins over `max_tokens`."))
          .optional("stop", CommonRules.STOP)
          .optional("logprobs", bool().says("Whether each token comes with its log probability."))
          .optional(
              "top_logprobs",
              integer(0, 20).says("How many likely tokens per position; needs `logprobs`."))
          .optional("logit_bias", CommonRules.LOGIT_BIAS)
          .optional("seed", CommonRules.SEED);

  private static final ObjectRule TOOLS =
      object()
          .optional("tools", ToolRules.TOOLS)
          .optional("tool_choice", ToolRules.TOOL_CHOICE)
          .optional(
              "parallel_tool_calls",
              bool().says("Whether one answer may call several tools; false: at most one."))
          .optional("functions", unsupported("use tools."))
          .optional("function_call", unsupported("use tool_choice."));

  private static final ObjectRule OUTPUT =
      object()
          .optional("stream", CommonRules.STREAM)
          .optional("stream_options", CommonRules.STREAM_OPTIONS)
          .optional("response_format", ToolRules.RESPONSE_FORMAT)
          .optional(
              "reasoning_effort",
              oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max")
                  .says("How much a reasoning model thinks first."))
          .optional(
              "modalities",
              onlyStrings(List.of("text"), "only text is produced.").says("Only text is produced."))
          .optional("audio", unsupported("only text is produced."))
          .optional("prediction", unsupported("predicted outputs are not offered."))
          .optional("web_search_options", unsupported("web search is not offered."));

  private static final ObjectRule ABOUT =
      object()
          .optional("user", CommonRules.USER)
          .optional(
              "safety_identifier", string(0, 64).says("The end user, by a name without meaning."))
          .optional("prompt_cache_key", string().says("Accepted."))
          .optional(
              "metadata",
              mapOf(string(0, 64), string(0, 512), METADATA_PAIRS_MAX).says("Accepted."))
          .optional("store", bool().says("Accepted; answers are not kept."))
          .optional(
              "service_tier",
              oneOf("auto", "default", "flex", "scale", "priority", "fast")
                  .says("Accepted; the answer says which one was used."));

  static final ObjectRule REQUEST =
      object()
          .required("model", CommonRules.MODEL)
          .required(
              "messages",
              arrayOf(MessageRules.MESSAGE, 1, MESSAGES_MAX).says("The conversation so far."))
          .including(SAMPLING)
          .including(TOOLS)
          .including(OUTPUT)
          .including(ABOUT)
          .across(CommonRules.STREAM_OPTIONS_NEED_STREAM)
          .across(
              ((Rule) ChatRules::topLogprobsNeedLogprobs)
                  .as(
                      schema ->
                          Schemas.anyOf(
                              schema,
                              List.of(
                                  Schemas.whereAbsent("top_logprobs"),
                                  Schemas.whereTrue("logprobs")))))
          .across(ToolRules.CHOICE_AMONG_TOOLS);

  private ChatRules() {}

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
