package online.speka.ledger.plans;

import java.util.Objects;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.books.Movement;

/// What organisations may have agreed on.
///
/// @param allowance granted at the beginning of every calendar month, and gone at its end
public record Plan(PlanId id, MicroCredits allowance) {
  public Plan {
    Objects.requireNonNull(id);
    if (allowance.value() < 1 || allowance.value() > Movement.AMOUNT_MAX) {
      throw new IllegalArgumentException(
          "allowance must be 1 to " + Movement.AMOUNT_MAX + ", not " + allowance);
    }
  }
}
