package online.speka.ledger.posting;

import java.util.Objects;
import java.util.Optional;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// What one job costs and why: its outcome and the price it was made with. Every job has one, also
/// when it cost nothing.
public record Bill(Outcome outcome, PriceVersion price, MicroCredits amount) {

  public Bill {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(price);
    if (amount.value() < 0) {
      throw new IllegalArgumentException("a bill is never negative: " + amount);
    }
  }

  public JobId job() {
    return outcome.job().id();
  }

  public TenantId tenant() {
    return outcome.job().origin().tenant();
  }

  /// The movement of money, or empty if there is none.
  public Optional<LedgerTransaction> charge() {
    return amount.value() == 0
        ? Optional.empty()
        : Optional.of(LedgerTransaction.charge(job(), tenant(), amount));
  }
}
