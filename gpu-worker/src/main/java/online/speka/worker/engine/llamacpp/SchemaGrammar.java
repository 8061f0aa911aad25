package online.speka.worker.engine.llamacpp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import online.speka.worker.engine.llamacpp.GrammarRules.Property;
import online.speka.worker.rendering.request.InvalidRequestException;
import tools.jackson.databind.JsonNode;

/// A JSON schema as a grammar. Everything the grammar lets through is valid; not everything valid
/// is let through: properties come in the schema's order, and none but those it names.
///
/// Constraints that a grammar cannot express are refused if the schema is strict, and left out if
/// it is not.
final class SchemaGrammar {

  static final int DEPTH_MAX = 32;
  static final int ALTERNATIVES_MAX = 256;
  static final int COUNT_MAX = 1000;

  private final JsonNode document;
  private final boolean strict;
  private final GrammarRules rules;
  private final Map<String, String> references = new HashMap<>();

  private SchemaGrammar(GrammarRules rules, JsonNode document, boolean strict) {
    this.rules = rules;
    this.document = document;
    this.strict = strict;
  }

  /// The rules for the schema, of which `root` is the first to be read.
  ///
  /// @throws InvalidRequestException if the schema asks for what cannot be held to
  static String of(JsonNode schema, boolean strict) {
    GrammarRules rules = new GrammarRules();
    try {
      rules.define("root", expression(rules, schema, strict));
    } catch (GrammarRules.TooLargeException e) {
      throw SchemaRefusal.because("is too large.");
    }
    return rules.text();
  }

  /// The expression for the schema, whose rules are added to others.
  ///
  /// @throws InvalidRequestException if the schema asks for what cannot be held to
  static String expression(GrammarRules rules, JsonNode schema, boolean strict) {
    return new SchemaGrammar(rules, schema, strict).expression(schema, new Scope(0, Set.of()));
  }

  /// Where in the schema we are.
  ///
  /// @param entered references followed since the last bracket: following one of them again would
  ///     never come to an end
  private record Scope(int depth, Set<String> entered) {

    Scope inBrackets() {
      return new Scope(depth + 1, Set.of());
    }

    Scope beside() {
      return new Scope(depth + 1, entered);
    }

    Scope following(String reference) {
      Set<String> more = new HashSet<>(entered);
      more.add(reference);
      return new Scope(depth + 1, more);
    }
  }

  private String expression(JsonNode schema, Scope scope) {
    if (scope.depth() > DEPTH_MAX) {
      throw SchemaRefusal.because("is nested too deeply: at most " + DEPTH_MAX + " levels.");
    }
    if (schema.isBoolean() && schema.booleanValue()) {
      return "value";
    }
    if (!schema.isObject()) {
      throw SchemaRefusal.because("has something that is no schema.");
    }
    if (strict) {
      SchemaRefusal.requireExpressible(schema);
    }
    if (schema.has("$ref")) {
      return reference(schema.path("$ref").asString(""), scope);
    }
    if (schema.has("const")) {
      return literal(schema.path("const"));
    }
    if (schema.has("enum")) {
      return alternatives(schema.path("enum"), SchemaGrammar::literal);
    }
    for (String choice : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.has(choice)) {
        return choice(choice, schema.path(choice), scope.beside());
      }
    }
    JsonNode type = schema.path("type");
    return type.isArray()
        ? alternatives(type, name -> typed(name.asString(""), schema, scope))
        : typed(type.asString(""), schema, scope);
  }

  private String choice(String keyword, JsonNode options, Scope scope) {
    if (keyword.equals("allOf") && options.size() != 1) {
      throw SchemaRefusal.because(
          "uses 'allOf' with more than one schema, which is not supported.");
    }
    return alternatives(options, option -> expression(option, scope));
  }

  private String typed(String type, JsonNode schema, Scope scope) {
    return switch (type) {
      case "object" -> object(schema, scope.inBrackets());
      case "array" -> array(schema, scope.inBrackets());
      case "string" ->
          rules.string(
              count(schema, "minLength", 0), count(schema, "maxLength", GrammarRules.UNBOUNDED));
      case "integer", "number", "boolean", "null" -> type;
      case "" -> {
        boolean properties = schema.has("properties") || schema.has("additionalProperties");
        yield properties
            ? object(schema, scope.inBrackets())
            : schema.has("items") ? array(schema, scope.inBrackets()) : "value";
      }
      default -> throw SchemaRefusal.because("has an unknown type", type);
    };
  }

  private String object(JsonNode schema, Scope scope) {
    JsonNode properties = schema.path("properties");
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    Set<String> names = new LinkedHashSet<>(properties.propertyNames());
    names.addAll(required);
    JsonNode others = schema.path("additionalProperties");
    if (names.isEmpty() && !(others.isBoolean() && !others.booleanValue())) {
      return rules.map(others.isObject() ? expression(others, scope) : "value");
    }
    List<Property> entries = new ArrayList<>(names.size());
    for (String name : names) {
      JsonNode property = properties.path(name);
      String value = property.isMissingNode() ? "value" : expression(property, scope);
      entries.add(new Property(name, value, required.contains(name)));
    }
    return rules.object(entries);
  }

  private String array(JsonNode schema, Scope scope) {
    return rules.array(
        schema.has("items") ? expression(schema.path("items"), scope) : "value",
        count(schema, "minItems", 0),
        count(schema, "maxItems", GrammarRules.UNBOUNDED));
  }

  private static int count(JsonNode schema, String keyword, int otherwise) {
    if (!schema.has(keyword)) {
      return otherwise;
    }
    int count = schema.path(keyword).asInt(-1);
    if (count < 0 || count > COUNT_MAX) {
      throw SchemaRefusal.because("has a '" + keyword + "' that is not 0 to " + COUNT_MAX + ".");
    }
    return count;
  }

  private String reference(String pointer, Scope scope) {
    if (scope.entered().contains(pointer)) {
      throw SchemaRefusal.because("has a reference that leads back to itself", pointer);
    }
    String known = references.get(pointer);
    if (known != null) {
      return known;
    }
    if (!pointer.equals("#") && !pointer.startsWith("#/")) {
      throw SchemaRefusal.because("has a reference to another document", pointer);
    }
    JsonNode target = document.at(pointer.substring(1));
    if (target.isMissingNode()) {
      throw SchemaRefusal.because("has a reference to nowhere", pointer);
    }
    String name = rules.newReference();
    references.put(pointer, name);
    rules.define(name, expression(target, scope.following(pointer)));
    return name;
  }

  private static String alternatives(JsonNode options, Function<JsonNode, String> each) {
    if (!options.isArray() || options.isEmpty() || options.size() > ALTERNATIVES_MAX) {
      throw SchemaRefusal.because(
          "must offer 1 to " + ALTERNATIVES_MAX + " alternatives where it offers any.");
    }
    List<String> expressions = new ArrayList<>(options.size());
    options.forEach(option -> expressions.add(each.apply(option)));
    return GrammarRules.oneOf(expressions);
  }

  private static String literal(JsonNode value) {
    return value.isString()
        ? GrammarRules.literalText(value.stringValue())
        : GrammarRules.literal(value.toString());
  }
}
