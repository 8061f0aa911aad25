package online.speka.edge.validation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The vocabulary rules are written in.
final class Rules {

  private Rules() {}

  /// Any value, even one of the wrong type: for fields that are passed on unread.
  static Rule anything() {
    return _ -> null;
  }

  static Rule bool() {
    return value -> value.isBoolean() ? null : Violation.type("a boolean", nameOf(value));
  }

  static Rule string() {
    return value -> value.isString() ? null : Violation.type("a string", nameOf(value));
  }

  static Rule string(int lengthMin, int lengthMax) {
    return string()
        .and(
            value -> {
              int length = value.stringValue().length();
              return length >= lengthMin && length <= lengthMax
                  ? null
                  : Violation.value(
                      lengthMax == Integer.MAX_VALUE
                          ? "a string of at least " + lengthMin + " characters is expected."
                          : "a string of "
                              + lengthMin
                              + " to "
                              + lengthMax
                              + " characters is expected, this one has "
                              + length
                              + ".");
            });
  }

  /// @param meaning the form in words
  static Rule matching(Pattern form, String meaning) {
    return string()
        .and(
            value ->
                form.matcher(value.stringValue()).matches()
                    ? null
                    : Violation.value(meaning + " is expected."));
  }

  static Rule oneOf(String... values) {
    Set<String> allowed = Set.of(values);
    String list = String.join(", ", values);
    return string()
        .and(
            value ->
                allowed.contains(value.stringValue())
                    ? null
                    : Violation.value("one of " + list + " is expected."));
  }

  static Rule integer(long min, long max) {
    return value -> {
      if (!value.isIntegralNumber()) {
        return Violation.type("an integer", nameOf(value));
      }
      return value.canConvertToLong() && value.longValue() >= min && value.longValue() <= max
          ? null
          : Violation.value(
              max == Long.MAX_VALUE && min > Long.MIN_VALUE
                  ? "an integer of at least " + min + " is expected."
                  : "an integer from " + min + " to " + max + " is expected.");
    };
  }

  static Rule number(double min, double max) {
    return value -> {
      if (!value.isNumber()) {
        return Violation.type("a number", nameOf(value));
      }
      double number = value.doubleValue();
      // Also refuses what overflowed to infinity.
      return number >= min && number <= max
          ? null
          : Violation.value("a number from " + plain(min) + " to " + plain(max) + " is expected.");
    };
  }

  static Rule arrayOf(Rule item, int sizeMin, int sizeMax) {
    return value -> {
      if (!value.isArray()) {
        return Violation.type("an array", nameOf(value));
      }
      int size = value.size();
      if (size < sizeMin || size > sizeMax) {
        return Violation.value(
            "an array of "
                + (sizeMax == Integer.MAX_VALUE
                    ? "at least " + sizeMin
                    : sizeMin + " to " + sizeMax)
                + " elements is expected, this one has "
                + size
                + ".");
      }
      for (int i = 0; i < size; i++) {
        Violation violation = item.check(value.get(i));
        if (violation != null) {
          return violation.at(i);
        }
      }
      return null;
    };
  }

  /// An object used as a map.
  static Rule mapOf(Rule key, Rule item, int sizeMax) {
    return value -> {
      if (!value.isObject()) {
        return Violation.type("an object", nameOf(value));
      }
      if (value.size() > sizeMax) {
        return Violation.value("at most " + sizeMax + " keys are allowed.");
      }
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        Violation violation =
            key.check(tools.jackson.databind.node.StringNode.valueOf(entry.getKey()));
        if (violation == null) {
          violation = item.check(entry.getValue());
        }
        if (violation != null) {
          return violation.in(entry.getKey());
        }
      }
      return null;
    };
  }

  /// A rule for each JSON type that is allowed.
  ///
  /// @param expected the allowed types in words
  static Rule byType(String expected, Map<JsonNodeType, Rule> rules) {
    return value -> {
      Rule rule = rules.get(value.getNodeType());
      return rule == null ? Violation.type(expected, nameOf(value)) : rule.check(value);
    };
  }

  /// Nothing but an empty array, which means the same as leaving the field out.
  static Rule unsupported(String problem) {
    return value -> value.isArray() && value.isEmpty() ? null : Violation.unsupported(problem);
  }

  static Rule onlyStrings(List<String> allowed, String problem) {
    return arrayOf(string(), 0, Integer.MAX_VALUE)
        .and(
            value -> {
              for (JsonNode element : value) {
                if (!allowed.contains(element.stringValue())) {
                  return Violation.unsupported(problem);
                }
              }
              return null;
            });
  }

  static String nameOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "a boolean";
      case NULL, MISSING -> "null";
      case NUMBER -> value.isIntegralNumber() ? "an integer" : "a decimal number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a string";
    };
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
