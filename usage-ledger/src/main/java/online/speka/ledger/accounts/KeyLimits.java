package online.speka.ledger.accounts;

import java.time.Duration;
import java.util.List;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Limit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// A key's limits as one column.
final class KeyLimits {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private KeyLimits() {}

  private record Row(
      Limit.Scope scope, Limit.Unit unit, long amount, long perMs, @Nullable String model) {
    Limit toLimit() {
      return new Limit(
          scope, unit, amount, Duration.ofMillis(perMs), model == null ? null : new ModelId(model));
    }
  }

  /// @param json array of rows; null where there are none
  static List<Limit> read(@Nullable String json) {
    return json == null
        ? List.of()
        : MAPPER.readValue(json, new TypeReference<List<Row>>() {}).stream()
            .map(Row::toLimit)
            .toList();
  }
}
