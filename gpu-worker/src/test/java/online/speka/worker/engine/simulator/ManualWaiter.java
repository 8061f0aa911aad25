package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.List;
import online.speka.worker.engine.Cancellation;

/// Time that passes only when somebody waits for it. One run at a time.
final class ManualWaiter implements Waiter {

  private final List<Long> waits = new ArrayList<>();
  private Runnable beforeEach = () -> {};
  private long now = 1_000_000;

  /// How long each wait was.
  List<Long> waits() {
    return waits;
  }

  /// Something that happens while a run waits.
  void beforeEach(Runnable action) {
    this.beforeEach = action;
  }

  void advance(long nanos) {
    now += nanos;
  }

  @Override
  public Pace begin(Cancellation cancellation) {
    return new Pace() {
      @Override
      public long now() {
        return now;
      }

      @Override
      public void until(long moment) {
        beforeEach.run();
        if (!cancellation.isCancelled()) {
          waits.add(moment - now);
          now = Math.max(now, moment);
        }
      }
    };
  }
}
