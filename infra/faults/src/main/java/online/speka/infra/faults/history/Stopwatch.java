package online.speka.infra.faults.history;

import java.util.function.LongSupplier;

/// Tells how long a cell runs.
///
/// @param ticker nanoseconds of the monotonic clock
public record Stopwatch(LongSupplier ticker, long begunNanos) {

  private static final long NANOS_PER_MICRO = 1_000;

  public static Stopwatch start(LongSupplier ticker) {
    return new Stopwatch(ticker, ticker.getAsLong());
  }

  public long micros() {
    return (ticker.getAsLong() - begunNanos) / NANOS_PER_MICRO;
  }
}
