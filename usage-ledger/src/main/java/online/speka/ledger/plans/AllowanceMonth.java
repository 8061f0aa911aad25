package online.speka.ledger.plans;

import java.math.BigInteger;
import java.time.YearMonth;
import java.util.Objects;

/// What one month of an organisation's allowance has come to.
///
/// @param spent on jobs that were submitted in it, as far as they are billed
/// @param granted at its beginning, and when its plan became a larger one
/// @param expired of that, taken back at its end
record AllowanceMonth(YearMonth month, BigInteger spent, long granted, long expired) {

  AllowanceMonth {
    Objects.requireNonNull(month);
    Objects.requireNonNull(spent);
    if (granted < 0 || expired < 0 || expired > granted) {
      throw new IllegalArgumentException("granted " + granted + ", and expired " + expired);
    }
  }

  static AllowanceMonth untouched(YearMonth month) {
    return new AllowanceMonth(month, BigInteger.ZERO, 0, 0);
  }

  /// The part of the grant that nobody used.
  long unused() {
    return BigInteger.valueOf(granted).subtract(spent).max(BigInteger.ZERO).longValueExact();
  }
}
