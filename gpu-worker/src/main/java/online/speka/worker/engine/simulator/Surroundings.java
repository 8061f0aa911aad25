package online.speka.worker.engine.simulator;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// What one simulated engine is given besides its model: time, and room for its prefix cache.
final class Surroundings {

  private final Delays delays;
  private final int cacheBlocksMax;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Waiter waiter;

  /// @param waiter made with what tells it that the engine is closed
  Surroundings(Delays delays, int cacheBlocksMax, Function<BooleanSupplier, Waiter> waiter) {
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

  boolean isClosed() {
    return closed.get();
  }

  void close() {
    closed.set(true);
  }
}
