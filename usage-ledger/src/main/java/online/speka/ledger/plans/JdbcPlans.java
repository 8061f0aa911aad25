package online.speka.ledger.plans;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables of plans and of funding.
final class JdbcPlans {

  private static final String DEFINE =
      """
      insert into plan (plan_id, allowance, changed_at) values (:id, :allowance, :now::timestamptz)
      on conflict (plan_id) do update
        set allowance = excluded.allowance, changed_at = excluded.changed_at
      """;

  private static final String PLANS =
      """
      select plan_id, allowance from plan where :id::text is null or plan_id = :id order by plan_id
      """;

  /// From here to the commit no bill is made: each is either summed up below, or counted later.
  private static final String STOP_BILLS =
      """
      select pg_advisory_xact_lock(hashtext('speka.ledger.spending'))
      """;

  private static final String OPEN =
      """
      insert into funding (tenant_id, billing, changed_at)
      select tenant_id, 'POSTPAID', :now::timestamptz from tenant where tenant_id = :tenant
      on conflict (tenant_id) do nothing
      """;

  /// What ended before the month began was submitted before it, too.
  private static final String SPENT =
      """
      select coalesce(sum(amount), 0) as spent from job_bill
       where tenant_id = :tenant
         and ended_at >= utc_month(:now::timestamptz)::timestamp at time zone 'UTC'
         and utc_month(submitted_at) = utc_month(:now::timestamptz)
      """;

  private static final String BEGIN =
      """
      insert into funding_month (tenant_id, month, spent)
      select :tenant, utc_month(:now::timestamptz), spent from (%s) already
      on conflict do nothing
      """
          .formatted(SPENT);

  private static final String LOCK =
      """
      select billing, plan_id, plan_since, allowance
        from funding left join plan using (plan_id)
       where tenant_id = :tenant for no key update of funding
      """;

  private static final String ASSIGN =
      """
      update funding
         set plan_id = :plan::text, changed_at = :now::timestamptz,
             plan_since = case when :plan::text is null then null else :now::timestamptz end
       where tenant_id = :tenant and plan_id is distinct from :plan::text
      """;

  private static final String BILL =
      """
      update funding set billing = :billing, changed_at = :now::timestamptz
       where tenant_id = :tenant and billing <> :billing
      """;

  private static final String STANDING =
      """
      select coalesce(f.billing, 'POSTPAID') as billing, f.plan_id,
             coalesce(b.balance, 0) as balance, m.spent
        from account a
        left join funding f using (tenant_id)
        left join account_balance b using (account_id)
        left join funding_month m
          on m.tenant_id = f.tenant_id and m.month = utc_month(:now::timestamptz)
       where a.tenant_id = :tenant
      """;

  private final JdbcClient jdbc;

  JdbcPlans(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A tenant's funding, locked.
  record Funding(Billing billing, Allowance.@Nullable Holding plan) {}

  void define(Plan plan, Instant now) {
    jdbc.sql(DEFINE)
        .param("id", plan.id().value())
        .param("allowance", plan.allowance().value())
        .param("now", now.toString())
        .update();
  }

  List<Plan> plans(@Nullable PlanId id) {
    return jdbc.sql(PLANS)
        .param("id", id == null ? null : id.value())
        .query((row, _) -> new Plan(new PlanId(row.getString(1)), new MicroCredits(row.getLong(2))))
        .list();
  }

  /// Begins to count what a tenant spends, if nobody did before.
  ///
  /// @return empty if there is no such tenant
  Optional<Funding> open(TenantId tenant, Instant now) {
    Optional<Funding> there = lock(tenant);
    if (there.isPresent()) {
      return there;
    }
    jdbc.sql(STOP_BILLS).query(_ -> {});
    with(OPEN, tenant, now).update();
    Optional<Funding> opened = lock(tenant);
    if (opened.isPresent()) {
      with(BEGIN, tenant, now).update();
    }
    return opened;
  }

  Optional<Funding> lock(TenantId tenant) {
    return jdbc.sql(LOCK)
        .param("tenant", tenant.value())
        .query(
            (row, _) -> {
              OffsetDateTime since = row.getObject("plan_since", OffsetDateTime.class);
              return new Funding(
                  Billing.valueOf(row.getString("billing")),
                  since == null
                      ? null
                      : new Allowance.Holding(row.getLong("allowance"), since.toInstant()));
            })
        .optional();
  }

  void assign(TenantId tenant, @Nullable PlanId plan, Instant now) {
    with(ASSIGN, tenant, now).param("plan", plan == null ? null : plan.value()).update();
  }

  /// @return whether it is another one now
  boolean bill(TenantId tenant, Billing billing, Instant now) {
    return with(BILL, tenant, now).param("billing", billing.name()).update() > 0;
  }

  /// Without what is reserved.
  Optional<Balances> standing(TenantId tenant, Instant now) {
    return with(STANDING, tenant, now)
        .query(
            (row, _) -> {
              var spent = row.getBigDecimal("spent");
              return new Balances(
                  Billing.valueOf(row.getString("billing")),
                  Optional.ofNullable(row.getString("plan_id")).map(PlanId::new),
                  row.getBigDecimal("balance").toBigIntegerExact(),
                  Optional.empty(),
                  (spent == null
                          ? with(SPENT, tenant, now).query(java.math.BigDecimal.class).single()
                          : spent)
                      .toBigIntegerExact());
            })
        .optional();
  }

  private JdbcClient.StatementSpec with(String sql, TenantId tenant, Instant now) {
    return jdbc.sql(sql).param("tenant", tenant.value()).param("now", now.toString());
  }
}
