package online.speka.ledger.reporting;

import java.math.BigInteger;
import java.time.Instant;

/// The books at one moment. Two equations must hold:
///
/// ```
/// sum of all postings = 0
/// sum of all bills    = what revenue was credited for jobs
/// ```
///
/// @param held outcomes that wait for a price or an account
public record BooksCheck(
    Instant at, BigInteger postings, BigInteger billed, BigInteger earned, long held) {

  /// Bills that no posting paid, or the other way round.
  public BigInteger difference() {
    return billed.subtract(earned);
  }

  public boolean isBalanced() {
    return postings.signum() == 0 && difference().signum() == 0;
  }
}
