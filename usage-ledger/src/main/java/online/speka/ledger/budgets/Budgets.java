package online.speka.ledger.budgets;

import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;

/// The budgets of organisations. Every one of these throws
/// [org.springframework.dao.DataAccessException] while the database is away.
public interface Budgets {

  /// Makes a budget, or changes the one that this spender has for this period. It counts what was
  /// spent in the running month before it was made.
  ///
  /// @return empty if there is no such spender
  Optional<Budget> set(BudgetTerms terms);

  List<Budget> list(TenantId tenant);

  /// @return whether there was one
  boolean delete(TenantId tenant, String id);
}
