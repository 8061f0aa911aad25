package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /v1/embeddings`: one row a field.
final class EmbeddingRules {
  private static final int INPUTS_MAX = 2048;
  private static final int INPUT_TOKENS_MAX = 8192;
  private static final int TOKENS_MAX = 300_000;
  private static final int DIMENSIONS_MAX = 65_536;

  private static final TextsOrTokens INPUT =
      new TextsOrTokens(string(1, Integer.MAX_VALUE), INPUTS_MAX, INPUTS_MAX, INPUT_TOKENS_MAX);

  static final ObjectRule REQUEST =
      object()
          .required("model", CommonRules.MODEL)
          .required(
              "input",
              INPUT
                  .rule()
                  .and(EmbeddingRules::tokensInAll)
                  .says(
                      "What to embed: a text, texts, one array of tokens or several. At most "
                          + TOKENS_MAX
                          + " tokens in all; each input must fit into the model's window."))
          .optional(
              "encoding_format",
              oneOf("float", "base64")
                  .says(
                      "How vectors are written: numbers (the default), or base64 of little-endian"
                          + " 32-bit floats, which is what SDKs ask for."))
          .optional(
              "dimensions",
              integer(1, DIMENSIONS_MAX)
                  .says("Length of the vectors. A model that cannot shorten them refuses."))
          .optional(
              "input_type",
              string().says("What the text is for, as some models want to know: query or passage."))
          .optional("user", CommonRules.USER);

  private EmbeddingRules() {}

  private static @Nullable Violation tokensInAll(JsonNode input) {
    long tokens = TextsOrTokens.tokens(input);
    return tokens <= TOKENS_MAX
        ? null
        : Violation.value("at most " + TOKENS_MAX + " tokens are allowed, these are " + tokens);
  }
}
