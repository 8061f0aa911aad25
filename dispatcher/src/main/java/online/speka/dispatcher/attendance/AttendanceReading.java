package online.speka.dispatcher.attendance;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Keeps [AttendanceWatch] looking, on one thread.
final class AttendanceReading implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(AttendanceReading.class);
  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(5);

  private final AttendanceWatch watch;
  private final Duration interval;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("speka-attendance").daemon().factory());
  private volatile boolean running;

  AttendanceReading(AttendanceWatch watch, Duration interval) {
    this.watch = watch;
    this.interval = interval;
  }

  @Override
  public void start() {
    running = true;
    long nanos = interval.toNanos();
    var _ = thread.scheduleWithFixedDelay(this::read, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdown();
    try {
      // A reading is bounded by the timeouts of its commands.
      var _ = thread.awaitTermination(STOP_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void read() {
    try {
      watch.runOnce();
    } catch (RuntimeException e) {
      // One broken reading must not end all reading: the schedule stops at an exception.
      LOG.atError().setCause(e).log("reading attendance failed; the next reading is not affected");
    }
  }
}
