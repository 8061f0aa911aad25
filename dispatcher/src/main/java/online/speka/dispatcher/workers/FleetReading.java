package online.speka.dispatcher.workers;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Keeps [FleetWatch] reading, on one thread. Starts before intake and stops after it.
final class FleetReading implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(FleetReading.class);

  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(5);

  private final FleetWatch fleet;
  private final Duration interval;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("speka-fleet").daemon().factory());
  private volatile boolean running;

  FleetReading(FleetWatch fleet, Duration interval) {
    this.fleet = fleet;
    this.interval = interval;
  }

  @Override
  public void start() {
    running = true;
    var _ = thread.scheduleWithFixedDelay(this::read, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdown();
    try {
      // A reading is bounded by the timeout of its command.
      var _ = thread.awaitTermination(STOP_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }

  private void read() {
    try {
      fleet.runOnce();
    } catch (RuntimeException e) {
      // One broken reading must not end all reading: the schedule stops at an exception.
      LOG.atError().setCause(e).log("reading heartbeats failed; the next reading is not affected");
    }
  }
}
