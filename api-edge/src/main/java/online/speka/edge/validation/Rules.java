package online.speka.edge.validation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/// The vocabulary rules are written in.
final class Rules {

  private static final String TYPE = "type";

  private Rules() {}

  /// Any value, even one of the wrong type: for fields that are passed on unread.
  static Rule anything() {
    return _ -> null;
  }

  static Rule bool() {
    Rule check = value -> value.isBoolean() ? null : Violation.type("a boolean", nameOf(value));
    return check.as(schema -> schema.put(TYPE, "boolean"));
  }

  static Rule string() {
    Rule check = value -> value.isString() ? null : Violation.type("a string", nameOf(value));
    return check.as(schema -> schema.put(TYPE, "string"));
  }

  /// Lengths count characters, not the units of UTF-16.
  static Rule string(int lengthMin, int lengthMax) {
    return string()
        .and(
            value -> {
              String text = value.stringValue();
              int length = text.codePointCount(0, text.length());
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
            })
        .as(schema -> schema.put("minLength", lengthMin))
        .as(schema -> bound(schema, "maxLength", lengthMax));
  }

  /// @param meaning the form in words
  static Rule matching(Pattern form, String meaning) {
    return string()
        .and(
            value ->
                form.matcher(value.stringValue()).matches()
                    ? null
                    : Violation.value(meaning + " is expected."))
        .as(schema -> schema.put("pattern", "^" + form.pattern() + "$"));
  }

  static Rule oneOf(String... values) {
    Set<String> allowed = Set.of(values);
    String list = String.join(", ", values);
    return string()
        .and(
            value ->
                allowed.contains(value.stringValue())
                    ? null
                    : Violation.value("one of " + list + " is expected."))
        .as(schema -> List.of(values).forEach(schema.withArray("enum")::add));
  }

  /// A number without a fraction, however it is written: JSON has no integers of its own.
  static Rule integer(long min, long max) {
    Rule check =
        value -> {
          if (!isWhole(value)) {
            return Violation.type("an integer", nameOf(value));
          }
          return value.canConvertToLong() && value.longValue() >= min && value.longValue() <= max
              ? null
              : Violation.value(
                  max == Long.MAX_VALUE && min > Long.MIN_VALUE
                      ? "an integer of at least " + min + " is expected."
                      : "an integer from " + min + " to " + max + " is expected.");
        };
    return check.as(schema -> schema.put(TYPE, "integer").put("minimum", min).put("maximum", max));
  }

  private static boolean isWhole(JsonNode value) {
    return value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
  }

  static Rule number(double min, double max) {
    Rule check =
        value -> {
          if (!value.isNumber()) {
            return Violation.type("a number", nameOf(value));
          }
          double number = value.doubleValue();
          // Also refuses what overflowed to infinity.
          return number >= min && number <= max
              ? null
              : Violation.value(
                  "a number from " + plain(min) + " to " + plain(max) + " is expected.");
        };
    return check.as(schema -> schema.put(TYPE, "number").put("minimum", min).put("maximum", max));
  }

  static Rule arrayOf(Rule item, int sizeMin, int sizeMax) {
    return new ArrayRule(item, sizeMin, sizeMax);
  }

  /// An object used as a map.
  static Rule mapOf(Rule key, Rule item, int sizeMax) {
    return new MapRule(key, item, sizeMax);
  }

  /// A rule for each JSON type that is allowed.
  ///
  /// @param expected the allowed types in words
  static Rule byType(String expected, Map<JsonNodeType, Rule> rules) {
    Rule check =
        value -> {
          Rule rule = rules.get(value.getNodeType());
          return rule == null ? Violation.type(expected, nameOf(value)) : rule.check(value);
        };
    return check.as(
        schema ->
            new TreeMap<>(rules)
                .forEach((type, rule) -> Schemas.addAlternative(schema, typed(type, rule))));
  }

  /// Nothing but an empty array, which means the same as leaving the field out.
  static Rule unsupported(String problem) {
    Rule check =
        value -> value.isArray() && value.isEmpty() ? null : Violation.unsupported(problem);
    return check
        .as(schema -> schema.put(TYPE, "array").put("maxItems", 0))
        .says("Not offered: " + problem);
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
            })
        .as(schema -> schema.set("items", oneOf(allowed.toArray(String[]::new)).schema()));
  }

  /// Of values that the API knows, those that are offered here.
  ///
  /// @param known what is not a mistake
  /// @param offered what is served
  static Rule only(Rule known, Set<JsonNode> offered, String problem) {
    return known
        .and(
            value ->
                offered.stream().anyMatch(one -> isSame(one, value))
                    ? null
                    : Violation.unsupported(problem))
        .as(schema -> schema.putArray("enum").addAll(offered));
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

  private static boolean isSame(JsonNode one, JsonNode other) {
    return (one.isNumber() && other.isNumber())
        ? one.doubleValue() == other.doubleValue()
        : one.equals(other);
  }

  private static ObjectNode typed(JsonNodeType type, Rule rule) {
    ObjectNode schema = rule.schema();
    return schema.isEmpty() ? schema.put(TYPE, type.name().toLowerCase(Locale.ROOT)) : schema;
  }

  private static void bound(ObjectNode schema, String name, int max) {
    if (max != Integer.MAX_VALUE) {
      schema.put(name, max);
    }
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
