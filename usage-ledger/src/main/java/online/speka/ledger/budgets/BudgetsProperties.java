package online.speka.ledger.budgets;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When budgets are looked at.
///
/// @param interval pause between two looks for a month that begins and thresholds that are crossed
/// @param rollDelay how late a month begins: longer than clocks of edges are apart
/// @param batchMax most budgets changed in one database transaction
@ConfigurationProperties("speka.ledger.budgets")
record BudgetsProperties(
    @DefaultValue("1s") Duration interval,
    @DefaultValue("5s") Duration rollDelay,
    @DefaultValue("500") int batchMax) {

  BudgetsProperties {
    if (!interval.isPositive() || rollDelay.isNegative() || batchMax < 1) {
      throw new IllegalArgumentException(
          "speka.ledger.budgets: values must be positive, roll-delay may be 0");
    }
  }
}
