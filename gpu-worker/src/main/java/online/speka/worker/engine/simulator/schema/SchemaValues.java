package online.speka.worker.engine.simulator.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.engine.simulator.words.Vocabulary;
import online.speka.worker.rendering.JsonBytes;
import online.speka.worker.rendering.request.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes up a JSON value that a schema allows.
///
/// Work is bounded whatever the schema says: below a depth, and after so many parts, only what must
/// be there is made (no optional properties, shortest arrays, the simplest alternative), and a
/// schema that then still asks for more is refused.
public final class SchemaValues {

  private static final int ITEMS_USUAL = 3;
  private static final int UNIQUE_TRIES = 16;

  private static final JsonNode ANY_OBJECT =
      JsonMapper.shared()
          .readTree(
              """
              {"type": "object", "required": ["answer", "details", "items"], "properties": {
                "answer": {"type": "string"},
                "details": {"type": "object", "properties": {
                  "topic": {"type": "string"}, "certain": {"type": "boolean"}}},
                "items": {"type": "array", "items": {"type": "string"}},
                "count": {"type": "integer"}}}
              """);

  private final SchemaNodes nodes;
  private final Dice dice;
  private final WorkBudget budget = new WorkBudget();

  private SchemaValues(JsonNode root, Dice dice) {
    this.nodes = new SchemaNodes(root, budget);
    this.dice = dice;
  }

  /// @throws InvalidRequestException if the schema asks for too large a value
  public static String value(JsonNode schema, long seed) {
    SchemaValues values = new SchemaValues(schema, new Dice(seed));
    return values.value(schema, 0);
  }

  /// The same for a function's arguments, which are an object whatever the schema leaves out.
  public static String object(JsonNode schema, long seed) {
    SchemaValues values = new SchemaValues(schema, new Dice(seed));
    JsonNode node = values.nodes.resolve(schema, alternatives -> values.choose(alternatives, 0));
    return values.object(node, 0);
  }

  /// An object, where the client did not say which.
  public static String anyObject(long seed) {
    return value(ANY_OBJECT, seed);
  }

  private String value(JsonNode schema, int depth) {
    budget.spend(depth);
    JsonNode node = nodes.resolve(schema, alternatives -> choose(alternatives, depth));
    if (node.has("const")) {
      return node.get("const").toString();
    }
    JsonNode allowed = node.get("enum");
    if (allowed != null && allowed.isArray() && !allowed.isEmpty()) {
      return allowed.get(dice.below(allowed.size())).toString();
    }
    return switch (nodes.type(node, types -> types.get(chooseType(types, depth)))) {
      case "object" -> object(node, depth);
      case "array" -> array(node, depth);
      case "integer" -> ScalarValues.integer(node, dice);
      case "number" -> ScalarValues.number(node, dice);
      case "boolean" -> dice.oneIn(2) ? "true" : "false";
      case "null" -> "null";
      default -> text(node);
    };
  }

  private String text(JsonNode node) {
    budget.require(node.path("pattern").asString("").length(), PatternText.PATTERN_MAX);
    budget.require(SchemaNodes.count(node, "minLength", 0), ScalarValues.TEXT_MAX);
    return new JsonBytes(64).quoted(ScalarValues.text(node, dice)).toString();
  }

  private JsonNode choose(List<JsonNode> alternatives, int depth) {
    if (!budget.isScarce(depth)) {
      return alternatives.get(dice.below(alternatives.size()));
    }
    JsonNode simplest = alternatives.getFirst();
    for (JsonNode alternative : alternatives) {
      if (nodes.weight(alternative) < nodes.weight(simplest)) {
        simplest = alternative;
      }
    }
    return simplest;
  }

  private int chooseType(List<String> types, int depth) {
    int none = types.indexOf("null");
    return budget.isScarce(depth) && none >= 0 ? none : dice.below(types.size());
  }

  private String object(JsonNode node, int depth) {
    Map<String, JsonNode> chosen = new LinkedHashMap<>();
    Set<String> required = nodes.required(node);
    long least = SchemaNodes.count(node, "minProperties", 0);
    JsonNode properties = node.path("properties");
    for (String name : properties.propertyNames()) {
      if (required.contains(name) || (!budget.isScarce(depth) && dice.oneIn(2))) {
        chosen.put(name, properties.get(name));
      }
    }
    for (String name : properties.propertyNames()) {
      if (chosen.size() < least) {
        chosen.putIfAbsent(name, properties.get(name));
      }
    }
    JsonNode others = node.path("additionalProperties");
    required.forEach(name -> chosen.putIfAbsent(name, others));
    if (properties.isEmpty() && others.isObject() && !budget.isScarce(depth)) {
      least = Math.max(least, 1);
    }
    while (chosen.size() < least && !others.isBoolean()) {
      budget.spend(depth);
      chosen.putIfAbsent(Vocabulary.word(dice) + "_" + chosen.size(), others);
    }
    return join(chosen, depth);
  }

  private String join(Map<String, JsonNode> chosen, int depth) {
    StringBuilder out = new StringBuilder("{");
    chosen.forEach(
        (name, schema) -> {
          out.append(out.length() == 1 ? "" : ",");
          out.append(new JsonBytes(32).quoted(name)).append(':').append(value(schema, depth + 1));
        });
    return out.append('}').toString();
  }

  private String array(JsonNode node, int depth) {
    JsonNode first = node.path("prefixItems");
    JsonNode items = node.path("items");
    long least = SchemaNodes.count(node, "minItems", 0);
    long most = SchemaNodes.count(node, "maxItems", Long.MAX_VALUE);
    if (items.isBoolean() && !items.booleanValue()) {
      most = Math.min(most, first.size());
    }
    budget.require(least, WorkBudget.PARTS_MAX);
    long free = budget.isScarce(depth) ? least : Math.max(least, dice.between(1, ITEMS_USUAL));
    long size = Math.min(Math.max(free, Math.min(first.size(), most)), Math.max(least, most));
    boolean unique = node.path("uniqueItems").asBoolean(false);
    List<String> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < size; i++) {
      String value = item(i < first.size() ? first.get(i) : items, unique ? seen : null, depth);
      if (value != null) {
        values.add(value);
        seen.add(value);
      }
    }
    return "[" + String.join(",", values) + "]";
  }

  private @Nullable String item(JsonNode schema, @Nullable Set<String> unlike, int depth) {
    for (int i = 0; i < UNIQUE_TRIES; i++) {
      String value = value(schema, depth + 1);
      if (unlike == null || !unlike.contains(value)) {
        return value;
      }
    }
    return null;
  }
}
