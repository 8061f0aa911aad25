package online.speka.edge.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An object of which one field says what else must be in it.
///
/// @param tag the field that says it
/// @param byValue the other fields, for each value of that one
record TaggedRule(String tag, Map<String, ObjectRule> byValue) implements Rule {

  static TaggedRule tagged(String tag) {
    return new TaggedRule(tag, Map.of());
  }

  TaggedRule when(String value, ObjectRule rule) {
    Map<String, ObjectRule> more = new LinkedHashMap<>(byValue);
    more.put(value, rule);
    return new TaggedRule(tag, more);
  }

  @Override
  public @Nullable Violation check(JsonNode value) {
    if (!value.isObject()) {
      return Violation.type("an object", Rules.nameOf(value));
    }
    JsonNode given = ObjectRule.given(value, tag);
    if (given == null) {
      return Violation.missing(tag);
    }
    if (!given.isString()) {
      return Violation.type("a string", Rules.nameOf(given)).in(tag);
    }
    ObjectRule rule = byValue.get(given.stringValue());
    return rule == null
        ? Violation.value("one of " + String.join(", ", byValue.keySet()) + " is expected.").in(tag)
        : rule.check(value);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode alternatives = schema.putArray("anyOf");
    byValue.forEach(
        (value, rule) ->
            alternatives.add(
                ObjectRule.object().required(tag, Rules.oneOf(value)).including(rule).schema()));
    return schema;
  }
}
