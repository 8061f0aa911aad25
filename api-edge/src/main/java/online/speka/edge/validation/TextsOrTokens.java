package online.speka.edge.validation;

import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.nameOf;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// What older endpoints read: a text, texts, one array of tokens, or several of them.
///
/// @param text each text
/// @param countMax most texts, or arrays of tokens
/// @param tokensMax most tokens of a single array
/// @param tokensEachMax most tokens of each of several arrays
record TextsOrTokens(Rule text, int countMax, int tokensMax, int tokensEachMax) {
  private static final Rule TOKEN = integer(0, Integer.MAX_VALUE);

  Rule rule() {
    Map<JsonNodeType, Rule> byFirst =
        Map.of(
            JsonNodeType.STRING,
            arrayOf(text, 1, countMax),
            JsonNodeType.NUMBER,
            arrayOf(TOKEN, 1, tokensMax),
            JsonNodeType.ARRAY,
            arrayOf(arrayOf(TOKEN, 1, tokensEachMax), 1, countMax));
    Rule array = value -> array(value, byFirst);
    return byType(
        "a string or an array",
        Map.of(
            JsonNodeType.STRING,
            text,
            JsonNodeType.ARRAY,
            array.as(schema -> schema.setAll(byType("", byFirst).schema()))));
  }

  /// The first element decides what kind of array this is.
  private static @Nullable Violation array(JsonNode value, Map<JsonNodeType, Rule> byFirst) {
    if (value.isEmpty()) {
      return Violation.value("it must not be empty.");
    }
    JsonNode first = value.get(0);
    Rule rule = byFirst.get(first.getNodeType());
    return rule == null
        ? Violation.type("a string, a token or an array of tokens", nameOf(first)).at(0)
        : rule.check(value);
  }

  /// How many texts, or arrays of tokens, a valid value holds.
  static int count(JsonNode value) {
    return value.isArray() && !value.get(0).isNumber() ? value.size() : 1;
  }

  /// How many tokens a valid value holds, or -1 if it is text.
  static long tokens(JsonNode value) {
    if (!value.isArray() || value.get(0).isString()) {
      return Prompt.TOKENS_UNKNOWN;
    }
    if (value.get(0).isNumber()) {
      return value.size();
    }
    long tokens = 0;
    for (JsonNode one : value) {
      tokens += one.size();
    }
    return tokens;
  }
}
