package online.speka.ledger.intake;

import java.time.Duration;

/// Waits between tries: doubled after every failure, up to a bound.
record Backoff(Duration first, Duration max) {

  private static final int DOUBLINGS_MAX = 20;

  Backoff {
    if (!first.isPositive() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException("backoff: " + first + " to " + max);
    }
  }

  /// @param failures in a row, at least 1
  Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
    return wait.compareTo(max) < 0 ? wait : max;
  }
}
