package online.speka.edge.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes values for a JSON Schema: mostly right ones, and many that are just outside of it. */
final class SchemaSamples {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int ITEMS_MADE_MAX = 3;
  private static final List<String> TEXTS =
      List.of(
          "",
          "f",
          "get_weather",
          "a b",
          "50256",
          "12345678901",
          "auto",
          "1024x1024",
          "63x64",
          "64x64",
          "2048x2048",
          "2048x2049",
          "x".repeat(64),
          "😀".repeat(64),
          "x".repeat(65),
          "ä\u0000");

  private final Random random;

  SchemaSamples(Random random) {
    this.random = random;
  }

  JsonNode sample(JsonNode schema) {
    if (random.nextInt(60) == 0) {
      return anything();
    }
    if (schema.has("anyOf") && !schema.has("properties")) {
      return sample(schema.get("anyOf").get(random.nextInt(schema.get("anyOf").size())));
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    JsonNode type = schema.get("type");
    if (type == null) {
      return anything();
    }
    String one =
        type.isArray()
            ? type.get(random.nextInt(10) == 0 ? 1 : 0).stringValue()
            : type.stringValue();
    return switch (one) {
      case "string" -> JSON.stringNode(text(schema));
      case "integer" -> integer(schema);
      case "number" -> number(schema);
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "array" -> array(schema);
      case "object" -> object(schema);
      case "null" -> JSON.nullNode();
      default -> throw new IllegalStateException("the test knows no type " + one);
    };
  }

  private String text(JsonNode schema) {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return text.isEmpty() && schema.has("minLength") && random.nextInt(4) > 0 ? "text" : text;
  }

  private JsonNode integer(JsonNode schema) {
    long min = schema.get("minimum").longValue();
    long max = schema.path("maximum").isMissingNode() ? min : schema.get("maximum").longValue();
    return switch (random.nextInt(9)) {
      case 0 -> JSON.numberNode(min);
      case 1 -> JSON.numberNode(max);
      case 4 -> JSON.numberNode((double) random.nextInt(1, 9));
      case 2 ->
          JSON.numberNode(java.math.BigInteger.valueOf(min).subtract(java.math.BigInteger.ONE));
      case 3 -> JSON.numberNode(java.math.BigInteger.valueOf(max).add(java.math.BigInteger.ONE));
      default -> JSON.numberNode(Math.min(max, Math.max(min, random.nextInt(1, 9))));
    };
  }

  private JsonNode number(JsonNode schema) {
    double min = schema.get("minimum").doubleValue();
    double max = schema.get("maximum").doubleValue();
    return switch (random.nextInt(8)) {
      case 0 -> JSON.numberNode(min);
      case 1 -> JSON.numberNode((int) max);
      case 2 -> JSON.numberNode(min - 0.001);
      case 3 -> JSON.numberNode(max + 0.001);
      default -> JSON.numberNode(min + random.nextDouble() * (max - min));
    };
  }

  private JsonNode array(JsonNode schema) {
    int min = schema.path("minItems").asInt(0);
    int max = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    int size = Math.min(max, min + random.nextInt(ITEMS_MADE_MAX));
    if (random.nextInt(12) == 0) {
      size = max < 200 && random.nextBoolean() ? max + 1 : Math.max(0, min - 1);
    }
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < size; i++) {
      array.add(schema.has("items") ? sample(schema.get("items")) : anything());
    }
    return array;
  }

  private JsonNode object(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              boolean there =
                  required.contains(field.getKey())
                      ? random.nextInt(40) > 0
                      : random.nextInt(7) == 0;
              if (there) {
                object.set(field.getKey(), sample(field.getValue()));
              }
            });
    if (schema.has("additionalProperties")) {
      for (int i = random.nextInt(ITEMS_MADE_MAX); i > 0; i--) {
        object.set(
            TEXTS.get(random.nextInt(TEXTS.size())), sample(schema.get("additionalProperties")));
      }
    }
    if (random.nextInt(6) == 0) {
      object.set("unknown", anything());
    }
    return object;
  }

  private JsonNode anything() {
    return switch (random.nextInt(9)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(-3, 200));
      case 3 -> JSON.numberNode(random.nextInt(-3, 200) + 0.5);
      case 4 -> JSON.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
      case 5 -> JSON.arrayNode();
      case 6 -> JSON.arrayNode().add(anything());
      case 7 -> JSON.objectNode();
      default -> JSON.objectNode().set("type", JSON.stringNode("function"));
    };
  }
}
