package online.speka.worker.running;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again for jobs that outrun their deadline.
final class OverdueJobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OverdueJobs.class);
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

  private final HeldJobs jobs;
  private final InstantSource clock;
  private final Duration overdueMax;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("overdue-jobs").factory());

  OverdueJobs(HeldJobs jobs, InstantSource clock, Duration overdueMax) {
    this.jobs = jobs;
    this.clock = clock;
    this.overdueMax = overdueMax;
  }

  void start() {
    long every = LOOKED_EVERY.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      jobs.stopOverdue(clock.instant().minus(overdueMax));
    } catch (RuntimeException e) { // A thrown exception would stop the timer.
      LOG.atError().setCause(e).log("Overdue jobs not stopped; looked for again soon");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
