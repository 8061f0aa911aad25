package online.speka.infra.bench.load;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Time and timers of one thread. In tests, time that moves when told to.
public interface Timeline {

  long nanos();

  /// Runs the task on the thread of this timeline, not before the time.
  void at(long nanos, Runnable task);

  /// Runs the task on the thread of this timeline, soon.
  void soon(Runnable task);

  static Timeline of(EventLoop loop, LongSupplier ticker) {
    return new Timeline() {
      @Override
      public long nanos() {
        return ticker.getAsLong();
      }

      @Override
      public void at(long nanos, Runnable task) {
        var _ = loop.schedule(task, nanos - ticker.getAsLong(), TimeUnit.NANOSECONDS);
      }

      @Override
      public void soon(Runnable task) {
        loop.execute(task);
      }
    };
  }
}
