package online.speka.edge.validation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One requirement on a value that is present and not null.
@FunctionalInterface
interface Rule {

  /// What is wrong, or null if nothing is.
  @Nullable Violation check(JsonNode value);

  /// The same requirement as a JSON Schema (2020-12), as far as that can say it; the caller's own
  /// copy. A requirement that only code can say allows anything here.
  default ObjectNode schema() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// This check, with more in its schema.
  default Rule as(Consumer<ObjectNode> more) {
    Rule plain = this;
    return new Rule() {
      @Override
      public @Nullable Violation check(JsonNode value) {
        return plain.check(value);
      }

      @Override
      public ObjectNode schema() {
        ObjectNode schema = plain.schema();
        more.accept(schema);
        return schema;
      }
    };
  }

  /// @param description for the reader of the reference
  default Rule says(String description) {
    return as(schema -> schema.put("description", description));
  }

  /// This rule, and if it holds the other one.
  default Rule and(Rule other) {
    Rule both =
        value -> {
          Violation violation = check(value);
          return violation == null ? other.check(value) : violation;
        };
    return both.as(schema -> schema.setAll(schema())).as(schema -> schema.setAll(other.schema()));
  }
}
