package online.speka.edge.validation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One requirement on a value that is present and not null.
@FunctionalInterface
interface Rule {

  /// What is wrong, or null if nothing is.
  @Nullable Violation check(JsonNode value);

  /// This rule, and if it holds the other one.
  default Rule and(Rule other) {
    return value -> {
      Violation violation = check(value);
      return violation == null ? other.check(value) : violation;
    };
  }
}
