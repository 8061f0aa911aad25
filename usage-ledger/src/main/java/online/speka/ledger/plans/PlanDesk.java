package online.speka.ledger.plans;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.funds.Reserved;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes how organisations pay, and tells of it when it is committed.
final class PlanDesk implements Plans {

  private final JdbcPlans plans;
  private final AllowanceRounds allowances;
  private final TransactionTemplate transactions;
  private final FundChanges changes;
  private final Reserved reserved;
  private final InstantSource clock;

  PlanDesk(
      JdbcPlans plans,
      AllowanceRounds allowances,
      TransactionTemplate transactions,
      FundChanges changes,
      Reserved reserved,
      InstantSource clock) {
    this.plans = plans;
    this.allowances = allowances;
    this.transactions = transactions;
    this.changes = changes;
    this.reserved = reserved;
    this.clock = clock;
  }

  @Override
  public void define(Plan plan) {
    plans.define(plan, clock.instant());
  }

  @Override
  public List<Plan> list() {
    return plans.plans(null);
  }

  @Override
  public boolean assign(TenantId tenant, Optional<PlanId> plan) {
    Instant now = clock.instant();
    boolean assigned =
        transactions.execute(
            _ -> {
              if ((plan.isPresent() && plans.plans(plan.get()).isEmpty())
                  || plans.open(tenant, now).isEmpty()) {
                return false;
              }
              // What the plan until now owes, before another one takes its place.
              var _ = allowances.settle(tenant, now);
              plans.assign(tenant, plan.orElse(null), now);
              var _ = allowances.settle(tenant, now);
              return true;
            });
    if (assigned) {
      changes.changed(List.of(tenant));
    }
    return assigned;
  }

  @Override
  public boolean bill(TenantId tenant, Billing billing) {
    Instant now = clock.instant();
    Optional<Boolean> changed =
        transactions.execute(
            _ -> plans.open(tenant, now).map(_ -> plans.bill(tenant, billing, now)));
    if (changed.orElse(false) && billing == Billing.PREPAID) {
      changes.made(tenant, Balances.FUND);
    }
    return changed.isPresent();
  }

  @Override
  public Optional<Balances> balances(TenantId tenant) {
    return plans
        .standing(tenant, clock.instant())
        .map(
            standing ->
                standing.billing() == Billing.PREPAID
                    ? standing.with(reserved.under(tenant, Balances.FUND))
                    : standing);
  }
}
