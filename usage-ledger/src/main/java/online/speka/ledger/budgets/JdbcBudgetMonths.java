package online.speka.ledger.budgets;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.contract.principal.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What time, and not a bill, does to budgets. Several ledgers may ask at once: each gets what no
/// other has.
final class JdbcBudgetMonths {

  private static final String ROLL =
      """
      update budget set month = :month, version = version + 1
       where budget_id in (
         select budget_id from budget
          where period = 'MONTH' and deleted_at is null and month < :month
          order by budget_id limit :max
            for update skip locked)
      returning tenant_id
      """;

  private static final String TAKE_ALERTS =
      """
      with taken as (
        update budget_alert set told_at = :now::timestamptz
         where (budget_id, month, percent) in (
           select budget_id, month, percent from budget_alert
            where told_at is null
            order by raised_at limit :max
              for update skip locked)
        returning *)
      select b.tenant_id, t.budget_id, t.percent, t.spent, t.amount
        from taken t join budget b using (budget_id)
       order by t.budget_id, t.percent
      """;

  private final JdbcClient jdbc;

  JdbcBudgetMonths(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return tenants of the budgets that are in this month now and were not before
  Set<TenantId> roll(LocalDate month, int max) {
    return new HashSet<>(
        jdbc.sql(ROLL)
            .param("month", month)
            .param("max", max)
            .query((row, _) -> new TenantId(row.getString(1)))
            .list());
  }

  List<BudgetAlert> takeAlerts(int max, Instant now) {
    return jdbc.sql(TAKE_ALERTS)
        .param("max", max)
        .param("now", now.toString())
        .query(
            (row, _) ->
                new BudgetAlert(
                    new TenantId(row.getString(1)),
                    row.getString(2),
                    row.getInt(3),
                    row.getBigDecimal(4).toBigIntegerExact(),
                    row.getBigDecimal(5).toBigIntegerExact()))
        .list();
  }
}
