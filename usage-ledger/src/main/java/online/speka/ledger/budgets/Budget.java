package online.speka.ledger.budgets;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Objects;

/// A budget and what is spent of it.
///
/// @param id for ever; the name of its fund
/// @param spent in the running month, or since there is this budget
public record Budget(String id, BudgetTerms terms, BigInteger spent, Instant createdAt) {
  public Budget {
    Objects.requireNonNull(id);
    Objects.requireNonNull(terms);
    Objects.requireNonNull(spent);
    Objects.requireNonNull(createdAt);
  }
}
