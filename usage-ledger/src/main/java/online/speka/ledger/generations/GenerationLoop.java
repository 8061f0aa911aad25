package online.speka.ledger.generations;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The thread that watches over the generation. Opening one takes seconds, and keeps nothing else
/// waiting here.
final class GenerationLoop implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationLoop.class);

  private final GenerationWatch watch;
  private final Pauses pauses;
  private final Duration pollInterval;
  private final Duration stopMax;

  private @Nullable Thread thread;

  GenerationLoop(GenerationWatch watch, Pauses pauses, Duration pollInterval, Duration stopMax) {
    this.watch = watch;
    this.pauses = pauses;
    this.pollInterval = pollInterval;
    this.stopMax = stopMax;
  }

  /// Pauses that a stop cuts short.
  static final class Pauses {

    private final CountDownLatch stopping = new CountDownLatch(1);

    /// @return false if the process stops
    boolean pause(Duration duration) {
      try {
        return !stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    void stop() {
      stopping.countDown();
    }
  }

  @Override
  public synchronized void start() {
    thread = Thread.ofVirtual().name("ledger-generations").start(this::run);
  }

  private void run() {
    do {
      try {
        var _ = watch.runOnce();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("The watch over funds broke and goes on");
      }
    } while (pauses.pause(pollInterval));
  }

  @Override
  public synchronized void stop() {
    pauses.stop();
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      if (!running.join(stopMax)) {
        LOG.atWarn().log("A generation of funds is left unopened; another ledger opens the next");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
