package online.speka.edge.validation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An array of so many elements of one kind.
record ArrayRule(Rule item, int sizeMin, int sizeMax) implements Rule {

  @Override
  public @Nullable Violation check(JsonNode value) {
    if (!value.isArray()) {
      return Violation.type("an array", Rules.nameOf(value));
    }
    int size = value.size();
    if (size < sizeMin || size > sizeMax) {
      return Violation.value(
          "an array of "
              + (sizeMax == Integer.MAX_VALUE ? "at least " + sizeMin : sizeMin + " to " + sizeMax)
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
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Schemas.ofType("array");
    schema.set("items", item.schema());
    schema.put("minItems", sizeMin);
    return sizeMax == Integer.MAX_VALUE ? schema : schema.put("maxItems", sizeMax);
  }
}
