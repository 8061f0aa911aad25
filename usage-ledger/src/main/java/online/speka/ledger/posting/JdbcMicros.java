package online.speka.ledger.posting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Durations as the tables keep them.
final class JdbcMicros {

  private JdbcMicros() {}

  /// Whole microseconds; a duration too long to count is as long as can be, since a wrong clock
  /// must not keep a job from its bill.
  static long of(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }
}
