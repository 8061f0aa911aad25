package online.speka.ledger.plans;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/// Where an organisation stands, in micro-credits.
///
/// @param balance the sum of its postings
/// @param reserved for requests that have no bill yet; empty while Redis cannot be asked, and for
///     one that pays afterwards
/// @param spentThisMonth on jobs that were submitted in the running month, as far as they are
///     billed
public record Balances(
    Billing billing,
    Optional<PlanId> plan,
    BigInteger balance,
    Optional<BigInteger> reserved,
    BigInteger spentThisMonth) {

  /// The fund that an organisation's balance is.
  public static final String FUND = "balance";

  public Balances {
    Objects.requireNonNull(billing);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(balance);
    Objects.requireNonNull(reserved);
    Objects.requireNonNull(spentThisMonth);
  }

  /// What its next requests can cost together; empty if nothing bounds them, or if it is not known.
  public Optional<BigInteger> spendable() {
    return billing == Billing.POSTPAID
        ? Optional.empty()
        : reserved.map(open -> balance.subtract(open).max(BigInteger.ZERO));
  }

  Balances with(Optional<BigInteger> open) {
    return new Balances(billing, plan, balance, open, spentThisMonth);
  }
}
