package online.speka.ledger.budgets;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import online.speka.contract.usage.MicroCredits;

/// What a budget allows.
///
/// @param spender has at most one budget of each period
/// @param amount most that may be spent; 0 lets nothing be spent
/// @param alertPercents thresholds that are told when they are crossed, lowest first
public record BudgetTerms(
    Spender spender, Period period, MicroCredits amount, List<Integer> alertPercents) {

  public static final long AMOUNT_MAX = 1_000_000_000_000_000L;
  public static final int ALERTS_MAX = 10;

  public BudgetTerms {
    Objects.requireNonNull(spender);
    Objects.requireNonNull(period);
    if (amount.value() < 0 || amount.value() > AMOUNT_MAX) {
      throw new IllegalArgumentException("amount must be 0 to " + AMOUNT_MAX + ", not " + amount);
    }
    alertPercents = List.copyOf(new TreeSet<>(alertPercents));
    if (alertPercents.size() > ALERTS_MAX) {
      throw new IllegalArgumentException("at most " + ALERTS_MAX + " alerts");
    }
    for (int percent : alertPercents) {
      if (percent < 1 || percent > 100) {
        throw new IllegalArgumentException("an alert must be at 1 to 100 percent, not " + percent);
      }
    }
  }

  /// After which time the whole amount is there again.
  public enum Period {
    /// A calendar month in UTC, of the submission of jobs.
    MONTH,
    /// Never.
    TOTAL
  }
}
