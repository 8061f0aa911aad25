package online.speka.ledger.budgets;

import io.micrometer.core.instrument.MeterRegistry;

/// Counts thresholds that were crossed: every one once.
interface BudgetMetrics {

  BudgetMetrics NONE = _ -> {};

  void alerted(int percent);

  static BudgetMetrics in(MeterRegistry registry) {
    return percent ->
        registry
            .counter("speka.ledger.budget.alerts", "percent", Integer.toString(percent))
            .increment();
  }
}
