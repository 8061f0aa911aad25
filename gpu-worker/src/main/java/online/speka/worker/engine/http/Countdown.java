package online.speka.worker.engine.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Time that runs out.
record Countdown(Duration max, long startedNanos, LongSupplier ticker) {

  static Countdown of(Duration max, LongSupplier ticker) {
    return new Countdown(max, ticker.getAsLong(), ticker);
  }

  long leftNanos() {
    return Math.max(0, max.toNanos() - elapsedNanos());
  }

  long elapsedNanos() {
    return ticker.getAsLong() - startedNanos;
  }
}
