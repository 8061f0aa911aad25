package online.speka.worker.publishing;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs things later. A port, so that a test can be the time.
interface PublishingTimer {

  /// Runs the task next, on another thread.
  void soon(Runnable task);

  void after(long nanos, Runnable task);

  void every(long nanos, Runnable task);

  static PublishingTimer of(ScheduledExecutorService executor) {
    return new PublishingTimer() {
      @Override
      public void soon(Runnable task) {
        executor.execute(task);
      }

      @Override
      public void after(long nanos, Runnable task) {
        var _ = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
      }

      @Override
      public void every(long nanos, Runnable task) {
        var _ = executor.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
      }
    };
  }
}
