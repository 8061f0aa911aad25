package online.speka.worker.engine.http;

import java.util.Set;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Whether a request makes use of a field. Many clients send every field they know with the value
/// that means nothing; a server that cannot obey it is not asked to.
final class FieldUse {

  private static final Set<String> MEANING_NOTHING = Set.of("", "auto", "none", "default");

  /// Fields that mean nothing at 1; other numbers do so at 0.
  private static final Set<String> NOTHING_AT_ONE = Set.of("n", "best_of", "repetition_penalty");

  private FieldUse() {}

  /// Reads the value to its end.
  static boolean isMade(JsonParser parser, String name, JsonToken value) {
    return switch (value) {
      case VALUE_NULL, VALUE_FALSE -> false;
      case VALUE_STRING -> !MEANING_NOTHING.contains(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          parser.getValueAsDouble() != (NOTHING_AT_ONE.contains(name) ? 1 : 0) || isCount(name);
      case START_ARRAY -> {
        boolean any = parser.nextToken() != JsonToken.END_ARRAY;
        yield any; // The request is refused: nobody reads on.
      }
      case START_OBJECT -> isObjectUse(parser);
      default -> true;
    };
  }

  /// In completions, 0 logprobs are logprobs all the same; and 0 is a seed like others.
  private static boolean isCount(String name) {
    return name.equals("logprobs") || name.equals("seed");
  }

  private static boolean isObjectUse(JsonParser parser) {
    boolean any = false;
    boolean text = false;
    for (JsonToken token = parser.nextToken();
        token == JsonToken.PROPERTY_NAME;
        token = parser.nextToken()) {
      any = true;
      boolean type = parser.currentName().equals("type");
      text |=
          parser.nextToken() == JsonToken.VALUE_STRING && type && parser.getString().equals("text");
      parser.skipChildren();
    }
    return any && !text;
  }

  /// @param why goes on from the field's name
  static UpstreamException refused(String field, String why) {
    return new UpstreamException(
        new UpstreamProblem.Refused(
            ApiError.ofParam(ErrorReason.UNSUPPORTED_VALUE, "'" + field + "' " + why, field)));
  }
}
