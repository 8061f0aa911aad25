package online.speka.ledger.plans;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.posting.LedgerUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Does what is due of allowances, one organisation at a time.
final class AllowanceRounds {

  private static final Logger LOG = LoggerFactory.getLogger(AllowanceRounds.class);

  private static final int TENANTS_AT_ONCE_MAX = 200;

  private final JdbcPlans plans;
  private final JdbcAllowances allowances;
  private final TransactionTemplate transactions;
  private final FundChanges changes;
  private final InstantSource clock;

  AllowanceRounds(
      JdbcPlans plans,
      JdbcAllowances allowances,
      TransactionTemplate transactions,
      FundChanges changes,
      InstantSource clock) {
    this.plans = plans;
    this.allowances = allowances;
    this.transactions = transactions;
    this.changes = changes;
    this.clock = clock;
  }

  void runOnce() {
    try {
      Instant now = clock.instant();
      for (TenantId tenant : allowances.due(Allowance.monthOf(now), TENANTS_AT_ONCE_MAX)) {
        run(tenant, now);
      }
    } catch (DataAccessException | TransactionException | LedgerUnavailableException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Allowances wait for the database");
    }
  }

  private void run(TenantId tenant, Instant now) {
    try {
      List<AllowanceStep> steps = transactions.execute(_ -> settle(tenant, now));
      if (!steps.isEmpty()) {
        changes.changed(List.of(tenant));
        LOG.atInfo()
            .addKeyValue("tenant", tenant)
            .addKeyValue("entries", steps.size())
            .log("Allowance is brought up to date");
      }
    } catch (IllegalStateException e) {
      LOG.atError().addKeyValue("tenant", tenant).setCause(e).log("Allowance stays as it is");
    }
  }

  /// In the caller's transaction.
  List<AllowanceStep> settle(TenantId tenant, Instant now) {
    return plans
        .lock(tenant)
        .map(
            funding -> {
              List<AllowanceStep> steps =
                  Allowance.due(funding.plan(), allowances.months(tenant), now);
              steps.forEach(step -> allowances.take(tenant, step));
              return steps;
            })
        .orElse(List.of());
  }
}
