package online.speka.worker.engine.simulator;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import online.speka.worker.engine.Cancellation;

/// Parks the run's virtual thread. A cancelled run is woken at once, one of a closed engine within
/// [#SLICE_NANOS].
record ParkingWaiter(LongSupplier ticker, BooleanSupplier closed) implements Waiter {

  static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  @Override
  public Pace begin(Cancellation cancellation) {
    Thread run = Thread.currentThread();
    cancellation.onCancel(() -> LockSupport.unpark(run));
    return new Pace() {
      @Override
      public long now() {
        return ticker.getAsLong();
      }

      @Override
      public void until(long moment) throws InterruptedException {
        for (long left = moment - now();
            left > 0 && !cancellation.isCancelled() && !closed.getAsBoolean();
            left = moment - now()) {
          LockSupport.parkNanos(ParkingWaiter.this, Math.min(left, SLICE_NANOS));
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    };
  }
}
