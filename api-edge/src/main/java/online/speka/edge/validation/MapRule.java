package online.speka.edge.validation;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// An object used as a map.
record MapRule(Rule key, Rule item, int sizeMax) implements Rule {

  @Override
  public @Nullable Violation check(JsonNode value) {
    if (!value.isObject()) {
      return Violation.type("an object", Rules.nameOf(value));
    }
    if (value.size() > sizeMax) {
      return Violation.value("at most " + sizeMax + " keys are allowed.");
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      Violation violation = key.check(StringNode.valueOf(entry.getKey()));
      if (violation == null) {
        violation = item.check(entry.getValue());
      }
      if (violation != null) {
        return violation.in(entry.getKey());
      }
    }
    return null;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Schemas.ofType("object");
    addUnlessAnything(schema, "propertyNames", key);
    addUnlessAnything(schema, "additionalProperties", item);
    return schema.put("maxProperties", sizeMax);
  }

  private static void addUnlessAnything(ObjectNode schema, String name, Rule rule) {
    ObjectNode content = rule.schema();
    if (!content.isEmpty()) {
      schema.set(name, content);
    }
  }
}
