package online.speka.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A wall clock and a monotonic ticker that stand still until they are told otherwise.
 *
 * <p>As on a real machine, passing time moves both, and setting the clock moves only the wall: code
 * that measures a duration with the wrong one fails under {@link #jump}.
 */
public final class SettableClock implements InstantSource {

  /** An ordinary moment, for tests that do not care which. */
  public static final Instant SOME_MOMENT = Instant.parse("2026-03-29T00:59:58.123456789Z");

  private final AtomicReference<Instant> wall;
  private final AtomicLong tickerNanos;

  private SettableClock(Instant wall, long tickerNanos) {
    this.wall = new AtomicReference<>(wall);
    this.tickerNanos = new AtomicLong(tickerNanos);
  }

  public static SettableClock create() {
    return at(SOME_MOMENT);
  }

  public static SettableClock at(Instant start) {
    // The origin of a real ticker is arbitrary and often negative.
    return new SettableClock(start, -987_654_321_000L);
  }

  @Override
  public Instant instant() {
    return wall.get();
  }

  /** The ticker, in the shape in which code takes it instead of {@code System::nanoTime}. */
  public LongSupplier ticker() {
    return tickerNanos::get;
  }

  /** Time passes. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException(
          "time does not run backwards; use jump for a clock that is set: " + by);
    }
    tickerNanos.addAndGet(by.toNanos());
    wall.updateAndGet(now -> now.plus(by));
  }

  /** Somebody sets the clock, forwards or backwards; no time passes. */
  public void jump(Duration by) {
    wall.updateAndGet(now -> now.plus(by));
  }
}
