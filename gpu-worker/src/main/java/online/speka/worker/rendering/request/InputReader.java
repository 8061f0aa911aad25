package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads a field that is one text, several, the tokens of one, or those of several.
final class InputReader {

  private InputReader() {}

  /// What becomes of a text without a character.
  enum Empty {
    ALLOWED,
    REFUSED
  }

  /// @return at least one
  static List<Input> read(JsonFields fields, String name, Empty empty) {
    JsonNode input = fields.value(name);
    if (input == null) {
      throw fields.missing(name);
    }
    if (input.isString()) {
      return List.of(text(fields, name, input, empty));
    }
    if (!input.isArray()) {
      throw fields.wrongType(name, "a string or an array");
    }
    if (input.isEmpty()) {
      throw fields.wrongValue(name, "must not be empty.");
    }
    if (input.get(0).isNumber()) {
      return List.of(tokens(fields, name, input));
    }
    List<Input> inputs = new ArrayList<>(input.size());
    for (int i = 0; i < input.size(); i++) {
      JsonNode element = input.get(i);
      String place = name + "[" + i + "]";
      inputs.add(
          element.isString()
              ? text(fields, place, element, empty)
              : tokens(fields, place, element));
    }
    return inputs;
  }

  private static Input text(JsonFields fields, String name, JsonNode text, Empty empty) {
    if (empty == Empty.REFUSED && text.stringValue().isEmpty()) {
      throw fields.wrongValue(name, "must not be empty.");
    }
    return new Input.Text(text.stringValue());
  }

  private static Input tokens(JsonFields fields, String name, JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw fields.wrongType(name, "a string or a non-empty array of integers");
    }
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode id = array.get(i);
      // 1.0 is an integer, as JSON Schema has it.
      if (!id.canConvertToExactIntegral() || !id.canConvertToInt() || id.intValue() < 0) {
        throw fields.wrongType(name + "[" + i + "]", "a token");
      }
      ids[i] = id.intValue();
    }
    return new Input.Tokens(ids);
  }
}
