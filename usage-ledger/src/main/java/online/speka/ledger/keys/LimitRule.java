package online.speka.ledger.keys;

import java.time.Duration;
import java.util.Objects;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Limit;
import online.speka.ledger.organizations.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/// A limit without who shares it.
///
/// @param per zero for parallel requests, see [Limit#per]; to the millisecond
/// @param model null means all requests are counted
public record LimitRule(Limit.Unit unit, long amount, Duration per, @Nullable ModelId model) {

  public LimitRule {
    Objects.requireNonNull(unit);
    if (amount < 1 || amount > Limit.AMOUNT_MAX) {
      throw new InvalidFieldException("amount", "amount must be 1 to " + Limit.AMOUNT_MAX);
    }
    boolean flows = unit != Limit.Unit.PARALLEL_REQUESTS;
    if (flows != per.isPositive()
        || per.compareTo(Limit.PER_MAX) > 0
        || !Duration.ofMillis(per.toMillis()).equals(per)) {
      throw new InvalidFieldException(
          "per",
          flows
              ? "per must be whole milliseconds, up to " + Limit.PER_MAX.toDays() + " days"
              : "per has no meaning for parallel requests");
    }
  }

  /// What tells it from the other rules of its target: there is one of each.
  Object identity() {
    record Identity(Limit.Unit unit, Duration per, @Nullable ModelId model) {}
    return new Identity(unit, per, model);
  }
}
