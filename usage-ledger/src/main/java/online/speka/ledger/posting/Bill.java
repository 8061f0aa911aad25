package online.speka.ledger.posting;

import java.util.Objects;
import java.util.Optional;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Rate;
import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;

/// What one job costs and why: its outcome and the price it was made with. Every job has one, also
/// when it cost nothing.
///
/// @param payment how much of its usage it pays
/// @param amountMax the most it may cost, if there is a bound: what was reserved for it
public record Bill(
    Outcome outcome,
    PriceVersion price,
    Payment payment,
    MicroCredits amount,
    @Nullable MicroCredits amountMax) {

  public Bill {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(price);
    Objects.requireNonNull(payment);
    if (amount.value() < 0) {
      throw new IllegalArgumentException("a bill is never negative: " + amount);
    }
    if (amountMax != null && amount.compareTo(amountMax) > 0) {
      throw new IllegalArgumentException(amount + " are above the bound of " + amountMax);
    }
  }

  /// Usage times price, within the bound.
  ///
  /// @throws ArithmeticException if the amount does not fit
  static Bill of(Outcome outcome, PriceVersion price, @Nullable MicroCredits amountMax) {
    Payment payment = Payment.of(outcome);
    MicroCredits amount =
        amount(
            price.prices(),
            payment.of(outcome.usage()),
            outcome.job().target().lane().rate(),
            amountMax);
    return new Bill(outcome, price, payment, amount, amountMax);
  }

  /// What a usage that is paid costs.
  ///
  /// @throws ArithmeticException if the amount does not fit
  public static MicroCredits amount(
      Prices prices, Usage paid, Rate rate, @Nullable MicroCredits amountMax) {
    MicroCredits amount = prices.charge(paid, rate);
    return amountMax != null && amount.compareTo(amountMax) > 0 ? amountMax : amount;
  }

  /// Whether its usage would have cost more than the bound.
  boolean isCut() {
    return amountMax != null
        && amount.equals(amountMax)
        && price
                .prices()
                .charge(payment.of(outcome.usage()), outcome.job().target().lane().rate())
                .compareTo(amountMax)
            > 0;
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
