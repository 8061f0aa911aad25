package online.speka.ledger.plans;

import java.time.YearMonth;

/// Something that an allowance moves. Amounts are above zero.
sealed interface AllowanceStep {

  YearMonth month();

  long amount();

  /// The month's allowance, or what a larger plan adds to it.
  record Grant(YearMonth month, long amount) implements AllowanceStep {}

  /// The month is over, and this was not used.
  record Expiry(YearMonth month, long amount) implements AllowanceStep {}

  /// A job of a month that is over got its bill late: so much was used after all.
  record Return(YearMonth month, long amount) implements AllowanceStep {}

  default String reason() {
    return switch (this) {
      case Grant _ -> "allowance of " + month();
      case Expiry _ -> "unused allowance of " + month();
      case Return _ -> "allowance of " + month() + " that was used after all";
    };
  }
}
