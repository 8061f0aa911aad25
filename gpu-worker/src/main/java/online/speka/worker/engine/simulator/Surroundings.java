package online.speka.worker.engine.simulator;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// What one simulated engine is given besides its model: time, and room for its prefix cache.
final class Surroundings {

  /// As of a process that a signal has killed.
  private static final int KILLED = 137;

  private final Delays delays;
  private final int cacheBlocksMax;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Waiter waiter;
  private final Runnable death;

  /// @param waiter made with what tells it that the engine is closed
  Surroundings(Delays delays, int cacheBlocksMax, Function<BooleanSupplier, Waiter> waiter) {
    this(delays, cacheBlocksMax, waiter, () -> Runtime.getRuntime().halt(KILLED));
  }

  /// @param death what ends this process
  Surroundings(
      Delays delays, int cacheBlocksMax, Function<BooleanSupplier, Waiter> waiter, Runnable death) {
    this.death = death;
    this.delays = delays;
    this.cacheBlocksMax = cacheBlocksMax;
    this.waiter = waiter.apply(closed::get);
  }

  Delays delays() {
    return delays;
  }

  int cacheBlocksMax() {
    return cacheBlocksMax;
  }

  Waiter waiter() {
    return waiter;
  }

  /// The worker's process ends here and now, as by a fault in a driver.
  void die() {
    death.run();
  }

  boolean isClosed() {
    return closed.get();
  }

  void close() {
    closed.set(true);
  }
}
