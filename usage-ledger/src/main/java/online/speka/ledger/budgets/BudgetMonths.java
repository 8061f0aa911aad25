package online.speka.ledger.budgets;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Set;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Begins the next month of budgets, and tells of thresholds that were crossed.
///
/// A month begins a little late: a request that an edge has dated into the old month must not find
/// the new one's amount. The other way round it only finds less than there is.
final class BudgetMonths {

  private static final Logger LOG = LoggerFactory.getLogger(BudgetMonths.class);

  private final JdbcBudgetMonths months;
  private final FundChanges changes;
  private final BudgetMetrics metrics;
  private final BudgetsProperties properties;
  private final InstantSource clock;

  BudgetMonths(
      JdbcBudgetMonths months,
      FundChanges changes,
      BudgetMetrics metrics,
      BudgetsProperties properties,
      InstantSource clock) {
    this.months = months;
    this.changes = changes;
    this.metrics = metrics;
    this.properties = properties;
    this.clock = clock;
  }

  void runOnce() {
    try {
      LocalDate month = month(clock, properties.rollDelay());
      for (Set<TenantId> rolled = months.roll(month, properties.batchMax());
          !rolled.isEmpty();
          rolled = months.roll(month, properties.batchMax())) {
        changes.changed(rolled);
      }
      months.takeAlerts(properties.batchMax(), clock.instant()).forEach(this::tell);
    } catch (DataAccessException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Budgets stay in the month they are in");
    }
  }

  static LocalDate month(InstantSource clock, Duration delay) {
    return YearMonth.from(clock.instant().minus(delay).atOffset(ZoneOffset.UTC)).atDay(1);
  }

  private void tell(BudgetAlert alert) {
    metrics.alerted(alert.percent());
    LOG.atWarn()
        .addKeyValue("tenant", alert.tenant())
        .addKeyValue("budget", alert.budget())
        .addKeyValue("percent", alert.percent())
        .addKeyValue("spent", alert.spent())
        .addKeyValue("amount", alert.amount())
        .log("A budget is spent beyond a threshold");
  }
}
