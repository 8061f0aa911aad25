package online.speka.ledger.posting;

import java.util.Objects;
import online.speka.contract.usage.MicroCredits;

/// A movement on one account. A debit is negative, a credit positive, and none is zero.
public record Posting(Account account, MicroCredits amount) {
  public Posting {
    Objects.requireNonNull(account);
    if (amount.value() == 0) {
      throw new IllegalArgumentException("a posting moves something");
    }
  }
}
