package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.nameOf;
import static online.speka.edge.validation.Rules.oneOf;
import static online.speka.edge.validation.Rules.string;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The body of `POST /v1/embeddings`: one row a field.
final class EmbeddingRules {
  private static final int INPUTS_MAX = 2048;
  private static final int INPUT_TOKENS_MAX = 8192;
  private static final int TOKENS_MAX = 300_000;
  private static final int DIMENSIONS_MAX = 65_536;

  private static final Rule TEXT = string(1, Integer.MAX_VALUE);
  private static final Rule TOKEN = integer(0, Integer.MAX_VALUE);
  private static final Map<JsonNodeType, Rule> ARRAYS =
      Map.of(
          JsonNodeType.STRING,
          arrayOf(TEXT, 1, INPUTS_MAX),
          JsonNodeType.NUMBER,
          arrayOf(TOKEN, 1, INPUTS_MAX),
          JsonNodeType.ARRAY,
          arrayOf(arrayOf(TOKEN, 1, INPUT_TOKENS_MAX), 1, INPUTS_MAX)
              .and(EmbeddingRules::tokensInAll));

  static final ObjectRule REQUEST =
      object()
          .required("model", string(1, Integer.MAX_VALUE))
          .required(
              "input",
              byType(
                  "a string or an array",
                  Map.of(JsonNodeType.STRING, TEXT, JsonNodeType.ARRAY, EmbeddingRules::inputs)))
          .optional("encoding_format", oneOf("float", "base64"))
          .optional("dimensions", integer(1, DIMENSIONS_MAX))
          .optional("input_type", string())
          .optional("user", string());

  private EmbeddingRules() {}

  /// The first element decides what kind of array this is.
  private static @Nullable Violation inputs(JsonNode input) {
    if (input.isEmpty()) {
      return Violation.value("it must not be empty.");
    }
    JsonNode first = input.get(0);
    Rule rule = ARRAYS.get(first.getNodeType());
    return rule == null
        ? Violation.type("a string, a token or an array of tokens", nameOf(first)).at(0)
        : rule.check(input);
  }

  private static @Nullable Violation tokensInAll(JsonNode inputs) {
    long tokens = 0;
    for (JsonNode input : inputs) {
      tokens += input.size();
    }
    return tokens <= TOKENS_MAX
        ? null
        : Violation.value("at most " + TOKENS_MAX + " tokens are allowed, these are " + tokens);
  }
}
