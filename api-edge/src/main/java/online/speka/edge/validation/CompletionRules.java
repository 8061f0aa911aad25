package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.string;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of `POST /v1/completions`: one row a field.
final class CompletionRules {
  static final long OUTPUT_TOKENS_DEFAULT = 16;
  private static final int PROMPTS_MAX = 128;
  private static final int PROMPT_TOKENS_MAX = 1024 * 1024;
  private static final int LOGPROBS_MAX = 5;

  private static final TextsOrTokens PROMPT =
      new TextsOrTokens(string(), PROMPTS_MAX, PROMPT_TOKENS_MAX, PROMPT_TOKENS_MAX);

  static final ObjectRule REQUEST =
      object()
          .required("model", CommonRules.MODEL)
          .required(
              "prompt",
              PROMPT.rule().says("What to go on with: a text, texts, tokens or arrays of them."))
          .optional("suffix", string().says("What comes after the completion."))
          .optional(
              "max_tokens",
              integer(0, Long.MAX_VALUE)
                  .says(
                      "Most tokens of one completion; "
                          + OUTPUT_TOKENS_DEFAULT
                          + " if absent. 0 with `echo` and `logprobs` rates the prompt."))
          .optional("n", CommonRules.CHOICES)
          .optional(
              "best_of",
              integer(1, CommonRules.CHOICES_MAX)
                  .says("How many are made, of which the best `n` are returned."))
          .optional("echo", bool().says("Whether each choice begins with its prompt."))
          .optional(
              "logprobs", integer(0, LOGPROBS_MAX).says("How many likely tokens per position."))
          .optional("temperature", CommonRules.TEMPERATURE)
          .optional("top_p", CommonRules.TOP_P)
          .optional("presence_penalty", CommonRules.PENALTY)
          .optional("frequency_penalty", CommonRules.PENALTY)
          .optional("stop", CommonRules.STOP)
          .optional("logit_bias", CommonRules.LOGIT_BIAS)
          .optional("seed", CommonRules.SEED)
          .optional("stream", CommonRules.STREAM)
          .optional("stream_options", CommonRules.STREAM_OPTIONS)
          .optional("user", CommonRules.USER)
          .across(CommonRules.STREAM_OPTIONS_NEED_STREAM)
          .across(((Rule) CompletionRules::bestAmongEnough).as(CompletionRules::enoughToChoose))
          .across(((Rule) CompletionRules::nothingToChoose).as(CompletionRules::noChoiceInStream));

  private CompletionRules() {}

  /// How many completions are made, all prompts together.
  static long candidates(JsonNode request) {
    return Math.max(choices(request), bestOf(request))
        * (long) TextsOrTokens.count(request.get("prompt"));
  }

  private static @Nullable Violation bestAmongEnough(JsonNode request) {
    return given(request, "best_of") == null || bestOf(request) >= choices(request)
        ? null
        : Violation.value("it must not be less than n.").in("best_of");
  }

  /// Some number is not above `best_of` and not below `n`.
  private static void enoughToChoose(ObjectNode schema) {
    Schemas.anyOf(
        schema,
        IntStream.rangeClosed(1, CommonRules.CHOICES_MAX)
            .mapToObj(
                count ->
                    Schemas.where(
                        Schemas.where("n", Schemas.atMost(count)),
                        "best_of",
                        Schemas.atLeast(count)))
            .toList());
  }

  /// The best can be known only when all are whole.
  private static @Nullable Violation nothingToChoose(JsonNode request) {
    return ChatRules.isTrue(request, "stream") && bestOf(request) > choices(request)
        ? Violation.value("it must not be more than n when stream is true.").in("best_of")
        : null;
  }

  private static void noChoiceInStream(ObjectNode schema) {
    List<ObjectNode> allowed = new ArrayList<>();
    allowed.add(Schemas.whereNotTrue("stream"));
    allowed.add(Schemas.where("best_of", Schemas.atMost(1)));
    for (int count = 2; count <= CommonRules.CHOICES_MAX; count++) {
      ObjectNode enough = Schemas.ofType("integer").put("minimum", count);
      allowed.add(Schemas.where(Schemas.whereGiven("n", enough), "best_of", Schemas.atMost(count)));
    }
    Schemas.anyOf(schema, allowed);
  }

  private static int choices(JsonNode request) {
    return orOne(given(request, "n"));
  }

  private static int bestOf(JsonNode request) {
    return orOne(given(request, "best_of"));
  }

  private static int orOne(@Nullable JsonNode value) {
    return value == null ? 1 : value.intValue();
  }
}
