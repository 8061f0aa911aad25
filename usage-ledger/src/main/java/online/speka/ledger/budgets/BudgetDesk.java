package online.speka.ledger.budgets;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes budgets, and tells of it when it is committed.
final class BudgetDesk implements Budgets {

  private final JdbcBudgets budgets;
  private final TransactionTemplate transactions;
  private final FundChanges changes;
  private final InstantSource clock;

  BudgetDesk(
      JdbcBudgets budgets,
      TransactionTemplate transactions,
      FundChanges changes,
      InstantSource clock) {
    this.budgets = budgets;
    this.transactions = transactions;
    this.changes = changes;
    this.clock = clock;
  }

  @Override
  public Optional<Budget> set(BudgetTerms terms) {
    TenantId tenant = terms.spender().tenant();
    Optional<Written> written = transactions.execute(_ -> write(terms));
    written.ifPresent(
        budget -> {
          if (budget.isNew()) {
            changes.made(tenant, budget.id());
          } else {
            changes.changed(List.of(tenant));
          }
        });
    return written.flatMap(budget -> budgets.list(tenant, budget.id()).stream().findFirst());
  }

  private Optional<Written> write(BudgetTerms terms) {
    if (!budgets.exists(terms.spender())) {
      return Optional.empty();
    }
    return budgets
        .change(terms)
        .map(id -> new Written(id, false))
        .or(() -> Optional.of(insert(terms)));
  }

  private Written insert(BudgetTerms terms) {
    budgets.stopBills();
    // Somebody else may have been quicker, who let go of the bills just now.
    Optional<String> changed = budgets.change(terms);
    if (changed.isPresent()) {
      return new Written(changed.get(), false);
    }
    String id = "bud_" + UUID.randomUUID().toString().replace("-", "");
    budgets.insert(id, terms, clock.instant());
    return new Written(id, true);
  }

  @Override
  public List<Budget> list(TenantId tenant) {
    return budgets.list(tenant, null);
  }

  /// What is left of it stays in Redis: keys may name it there a moment longer.
  @Override
  public boolean delete(TenantId tenant, String id) {
    return transactions.execute(_ -> budgets.delete(tenant, id, clock.instant()));
  }

  private record Written(String id, boolean isNew) {}
}
