package online.speka.infra.services.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The moment at which a named wait gives up.
 *
 * <p>The only place in this module that reads a clock: a foreign program can only be asked again,
 * in real time.
 */
public final class Deadline {

  private final Duration allowed;
  private final LongSupplier ticker;
  private final long startedAtNanos;

  private Deadline(Duration allowed, LongSupplier ticker) {
    this.allowed = allowed;
    this.ticker = ticker;
    this.startedAtNanos = ticker.getAsLong();
  }

  public static Deadline in(Duration allowed) {
    return in(allowed, System::nanoTime);
  }

  static Deadline in(Duration allowed, LongSupplier ticker) {
    return new Deadline(allowed, ticker);
  }

  /** What was allowed in all. */
  public Duration allowed() {
    return allowed;
  }

  public Duration elapsed() {
    return Duration.ofNanos(ticker.getAsLong() - startedAtNanos);
  }

  /** What is left, never negative. */
  public Duration remaining() {
    Duration left = allowed.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }

  /** Waits for the shorter of {@code interval} and what is left. */
  public void pause(Duration interval) {
    Duration left = remaining();
    LockSupport.parkNanos((left.compareTo(interval) < 0 ? left : interval).toNanos());
  }
}
