package online.speka.edge.validation;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Pieces of JSON Schema that rules are described with.
final class Schemas {
  private static final String TYPE = "type";
  private static final String NULL = "null";
  private static final String ANY_OF = "anyOf";
  private static final String ENUM = "enum";

  private Schemas() {}

  static ObjectNode schema(Consumer<ObjectNode> content) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    content.accept(schema);
    return schema;
  }

  /// The value may also be null, which means that the field is absent.
  static ObjectNode nullable(ObjectNode schema) {
    JsonNode type = schema.get(TYPE);
    if (type != null) {
      schema.putArray(TYPE).add(type.stringValue()).add(NULL);
      if (schema.get(ENUM) instanceof ArrayNode values) {
        values.addNull();
      }
    } else if (schema.get(ANY_OF) instanceof ArrayNode alternatives) {
      alternatives.add(ofType(NULL));
    }
    return schema;
  }

  static ObjectNode ofType(String type) {
    return schema(schema -> schema.put(TYPE, type));
  }

  /// Adds an alternative; one that is itself nothing but alternatives is dissolved.
  static void addAlternative(ObjectNode to, ObjectNode alternative) {
    ArrayNode all = to.withArray(ANY_OF);
    if (alternative.size() == 1 && alternative.get(ANY_OF) instanceof ArrayNode inner) {
      all.addAll(inner);
    } else {
      all.add(alternative);
    }
  }

  /// An object that satisfies one of these.
  static void anyOf(ObjectNode schema, List<ObjectNode> alternatives) {
    schema.putArray(ANY_OF).addAll(alternatives);
  }

  /// An object in which this field, if it is there, is such a value.
  static ObjectNode where(String field, ObjectNode value) {
    return where(schema(schema -> {}), field, value);
  }

  /// The same object, in which this field too, if it is there, is such a value.
  static ObjectNode where(ObjectNode object, String field, ObjectNode value) {
    object.withObjectProperty("properties").set(field, value);
    return object;
  }

  /// An object in which this field is there, and such a value.
  static ObjectNode whereGiven(String field, ObjectNode value) {
    ObjectNode schema = where(field, value);
    schema.putArray("required").add(field);
    return schema;
  }

  /// An object in which this field is absent or null.
  static ObjectNode whereAbsent(String field) {
    return where(field, ofType(NULL));
  }

  /// An object in which this flag is set.
  static ObjectNode whereTrue(String field) {
    return whereGiven(field, schema(schema -> schema.put("const", true)));
  }

  /// An object in which this flag is not set.
  static ObjectNode whereNotTrue(String field) {
    return where(field, schema(schema -> schema.putArray(ENUM).add(false).addNull()));
  }

  /// An object in which this flag is set, or left to what it usually is.
  static ObjectNode whereNotFalse(String field) {
    return where(field, schema(schema -> schema.putArray(ENUM).add(true).addNull()));
  }

  static ObjectNode atLeast(long number) {
    return schema(schema -> schema.put("minimum", number));
  }

  static ObjectNode atMost(long number) {
    return schema(schema -> schema.put("maximum", number));
  }
}
