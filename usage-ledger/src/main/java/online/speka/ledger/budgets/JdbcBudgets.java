package online.speka.ledger.budgets;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.budgets.BudgetTerms.Period;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables of budgets; every method runs in its caller's transaction.
final class JdbcBudgets {

  /// From here to the commit no bill is made: each is either summed up below, or counted later.
  private static final String STOP_BILLS =
      """
      select pg_advisory_xact_lock(hashtext('speka.ledger.spending'))
      """;

  private static final String SPENDER =
      """
      select exists (select from tenant where tenant_id = :tenant)
         and (:project::text is null
              or exists (select from project where tenant_id = :tenant and project_id = :project))
         and (:key::text is null
              or exists (select from api_key where tenant_id = :tenant and key_id = :key))
      """;

  private static final String CHANGE =
      """
      update budget
         set amount = :amount, alert_percents = :alerts::smallint[], version = version + 1
       where tenant_id = :tenant and project_id is not distinct from :project::text
         and key_id is not distinct from :key::text and period = :period and deleted_at is null
      returning budget_id
      """;

  private static final String INSERT =
      """
      insert into budget (budget_id, tenant_id, project_id, key_id, period, amount, alert_percents,
                          month, created_at)
      values (:id, :tenant, :project, :key, :period, :amount, :alerts::smallint[],
              case :period when 'MONTH' then utc_month(:now::timestamptz) else '-infinity' end,
              :now::timestamptz)
      """;

  /// What ended before the month began was submitted before it, too.
  private static final String BEGIN =
      """
      insert into budget_spent (budget_id, month, spent)
      select b.budget_id, b.month, sum(j.amount)
        from budget b
        join job_bill j on j.tenant_id = b.tenant_id and (b.key_id is null or j.key_id = b.key_id)
        left join api_key k on k.key_id = j.key_id
       where b.budget_id = :id and b.period = 'MONTH'
         and (b.project_id is null or k.project_id = b.project_id)
         and j.ended_at >= b.month::timestamp at time zone 'UTC'
         and utc_month(j.submitted_at) = b.month
       group by b.budget_id, b.month
      """;

  private static final String ALERT =
      """
      select raise_budget_alerts(array[:id::text])
      """;

  private static final String SELECT =
      """
      select b.*, coalesce(s.spent, 0) as spent
        from budget b left join budget_spent s using (budget_id, month)
       where b.tenant_id = :tenant and b.deleted_at is null
         and (:id::text is null or b.budget_id = :id)
       order by b.created_at, b.budget_id
      """;

  private static final String DELETE =
      """
      update budget set deleted_at = :now::timestamptz
       where tenant_id = :tenant and budget_id = :id and deleted_at is null
      """;

  private final JdbcClient jdbc;

  JdbcBudgets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean exists(Spender spender) {
    return with(SPENDER, spender).query(Boolean.class).single();
  }

  /// @return the id of the budget that was changed, if there was one
  Optional<String> change(BudgetTerms terms) {
    Optional<String> id = terms(CHANGE, terms).query(String.class).optional();
    id.ifPresent(this::alert);
    return id;
  }

  /// Until the end of the transaction.
  void stopBills() {
    jdbc.sql(STOP_BILLS).query(_ -> {});
  }

  /// After [#stopBills].
  void insert(String id, BudgetTerms terms, Instant now) {
    terms(INSERT, terms).param("id", id).param("now", now.toString()).update();
    jdbc.sql(BEGIN).param("id", id).update();
    alert(id);
  }

  private void alert(String id) {
    jdbc.sql(ALERT).param("id", id).query(_ -> {});
  }

  List<Budget> list(TenantId tenant, @Nullable String id) {
    return jdbc.sql(SELECT)
        .param("tenant", tenant.value())
        .param("id", id)
        .query((row, _) -> budget(row))
        .list();
  }

  boolean delete(TenantId tenant, String id, Instant now) {
    return jdbc.sql(DELETE)
            .param("tenant", tenant.value())
            .param("id", id)
            .param("now", now.toString())
            .update()
        > 0;
  }

  private JdbcClient.StatementSpec terms(String sql, BudgetTerms terms) {
    return with(sql, terms.spender())
        .param("period", terms.period().name())
        .param("amount", terms.amount().value())
        .param("alerts", terms.alertPercents().toArray(Integer[]::new));
  }

  private JdbcClient.StatementSpec with(String sql, Spender spender) {
    return jdbc.sql(sql)
        .param("tenant", spender.tenant().value())
        .param(
            "project", spender instanceof Spender.Project(_, var project) ? project.value() : null)
        .param("key", spender instanceof Spender.Key(_, var key) ? key.value() : null);
  }

  private static Budget budget(ResultSet row) throws SQLException {
    Array alerts = row.getArray("alert_percents");
    BudgetTerms terms =
        new BudgetTerms(
            Spender.of(
                new TenantId(row.getString("tenant_id")),
                row.getString("project_id"),
                row.getString("key_id")),
            Period.valueOf(row.getString("period")),
            new MicroCredits(row.getLong("amount")),
            Arrays.stream((Object[]) alerts.getArray())
                .map(percent -> ((Number) percent).intValue())
                .toList());
    return new Budget(
        row.getString("budget_id"),
        terms,
        row.getBigDecimal("spent").toBigIntegerExact(),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
