package online.speka.worker.engine.simulator.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON Schema: follows references, joins what `allOf` splits, and says what a schema is
/// about. Sees no values.
final class SchemaNodes {

  private static final int STEPS_MAX = 32;
  private static final Set<String> ADDED_UP = Set.of("properties", "required", "allOf");
  private static final Set<String> SPLITS = Set.of("$ref", "allOf", "anyOf", "oneOf");

  private final JsonNode root;
  private final WorkBudget budget;

  SchemaNodes(JsonNode root, WorkBudget budget) {
    this.root = root;
    this.budget = budget;
  }

  /// The schema without `$ref`, `allOf`, `anyOf` and `oneOf`: references followed, alternatives
  /// chosen, the rest joined.
  JsonNode resolve(JsonNode schema, Function<List<JsonNode>, JsonNode> choose) {
    JsonNode node = schema;
    for (int i = 0; i < STEPS_MAX && isSplit(node); i++) {
      ObjectNode joined = JsonNodeFactory.instance.objectNode();
      JsonNode own = node;
      join(joined, own);
      joined.remove(SPLITS);
      if (own.has("$ref")) {
        join(joined, target(own.get("$ref")));
      }
      own.path("allOf").forEach(part -> join(joined, part));
      alternatives(own).ifPresent(list -> join(joined, choose.apply(list)));
      node = joined;
    }
    return node;
  }

  private static boolean isSplit(JsonNode node) {
    return node.isObject() && SPLITS.stream().anyMatch(node::has);
  }

  private Optional<List<JsonNode>> alternatives(JsonNode node) {
    for (String key : List.of("anyOf", "oneOf")) {
      JsonNode list = node.path(key);
      if (list.isArray() && !list.isEmpty()) {
        budget.read(list.size());
        return Optional.of(List.copyOf(list.values()));
      }
    }
    return Optional.empty();
  }

  private JsonNode target(JsonNode reference) {
    String text = reference.asString("");
    if (text.equals("#")) {
      return root;
    }
    return text.startsWith("#/")
        ? root.at(text.substring(1))
        : JsonNodeFactory.instance.objectNode();
  }

  /// Both must hold; where both say the same thing differently, the later one wins, but properties
  /// and required names add up. A split inside the other is kept for the next step.
  private void join(ObjectNode into, JsonNode other) {
    budget.read(1 + other.size());
    other.forEachEntry(
        (name, value) -> {
          if (name.equals("properties") && value.isObject()) {
            budget.read(value.size());
            ObjectNode all = into.withObjectProperty(name);
            value.forEachEntry(all::set);
          } else if ((name.equals("required") || name.equals("allOf")) && value.isArray()) {
            budget.read(value.size());
            ArrayNode all = into.withArrayProperty(name);
            value.forEach(all::add);
          } else if (!ADDED_UP.contains(name)) {
            into.set(name, value);
          }
        });
  }

  /// The one type a value shall have. A schema that names none is taken for what its other words
  /// are about.
  String type(JsonNode node, Function<List<String>, String> choose) {
    JsonNode type = node.path("type");
    if (type.isString()) {
      return type.stringValue();
    }
    if (type.isArray() && !type.isEmpty()) {
      List<String> types = new ArrayList<>(type.size());
      type.forEach(each -> types.add(each.asString("")));
      return choose.apply(types);
    }
    if (hasAny(node, "properties", "required", "additionalProperties", "minProperties")) {
      return "object";
    }
    if (hasAny(node, "items", "prefixItems", "minItems", "maxItems")) {
      return "array";
    }
    return hasAny(node, "minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")
        ? "integer"
        : "string";
  }

  private static boolean hasAny(JsonNode node, String... names) {
    for (String name : names) {
      if (node.has(name)) {
        return true;
      }
    }
    return false;
  }

  Set<String> required(JsonNode node) {
    budget.read(node.path("required").size() + node.path("properties").size());
    Set<String> names = new LinkedHashSet<>();
    node.path("required").forEach(name -> names.add(name.asString("")));
    return names;
  }

  /// How far a schema is from a plain value: what ends a recursion weighs least.
  int weight(JsonNode schema) {
    if (schema.has("$ref") || isSplit(schema)) {
      return 4;
    }
    if (schema.has("const") || schema.has("enum")) {
      return 0;
    }
    return switch (type(schema, List::getFirst)) {
      case "object" -> required(schema).isEmpty() ? 1 : 3;
      case "array" -> count(schema, "minItems", 0) == 0 ? 1 : 2;
      default -> 0;
    };
  }

  /// A number the schema gives, or what holds if it gives none.
  static long count(JsonNode node, String name, long absent) {
    JsonNode value = node.get(name);
    return value != null && value.isNumber() ? Math.max(0, value.asLong(absent)) : absent;
  }

  static @Nullable JsonNode number(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value != null && value.isNumber() ? value : null;
  }
}
