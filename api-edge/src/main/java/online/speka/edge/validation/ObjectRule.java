package online.speka.edge.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The fields of an object. Fields it does not know are ignored; null means absent.
final class ObjectRule implements Rule {

  private final List<Field> fields;
  private final List<Rule> across;

  private ObjectRule(List<Field> fields, List<Rule> across) {
    this.fields = fields;
    this.across = across;
  }

  private record Field(String name, Rule rule, boolean required) {}

  static ObjectRule object() {
    return new ObjectRule(List.of(), List.of());
  }

  ObjectRule required(String name, Rule rule) {
    return with(new Field(name, rule, true));
  }

  ObjectRule optional(String name, Rule rule) {
    return with(new Field(name, rule, false));
  }

  /// A rule over several fields; runs when every field by itself is right, on the whole object.
  ObjectRule across(Rule rule) {
    List<Rule> more = new ArrayList<>(across);
    more.add(rule);
    return new ObjectRule(fields, List.copyOf(more));
  }

  /// These fields, and the other rule's.
  ObjectRule including(ObjectRule other) {
    List<Field> allFields = new ArrayList<>(fields);
    allFields.addAll(other.fields);
    List<Rule> allAcross = new ArrayList<>(across);
    allAcross.addAll(other.across);
    return new ObjectRule(List.copyOf(allFields), List.copyOf(allAcross));
  }

  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    fields.forEach(field -> names.add(field.name()));
    return names;
  }

  @Override
  public @Nullable Violation check(JsonNode value) {
    if (!value.isObject()) {
      return Violation.type("an object", Rules.nameOf(value));
    }
    for (Field field : fields) {
      JsonNode given = given(value, field.name());
      if (given == null) {
        if (field.required()) {
          return Violation.missing(field.name());
        }
        continue;
      }
      Violation violation = field.rule().check(given);
      if (violation != null) {
        return violation.in(field.name());
      }
    }
    for (Rule rule : across) {
      Violation violation = rule.check(value);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Schemas.ofType("object");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    for (Field field : fields) {
      ObjectNode value = field.rule().schema();
      properties.set(field.name(), field.required() ? value : Schemas.nullable(value));
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.set("properties", properties);
    for (Rule rule : across) {
      ObjectNode more = rule.schema();
      if (!more.isEmpty()) {
        schema.withArray("allOf").add(more);
      }
    }
    return schema;
  }

  /// The field's value, or null if it is absent or null.
  static @Nullable JsonNode given(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private ObjectRule with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new ObjectRule(List.copyOf(more), across);
  }
}
