package online.speka.worker.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import online.speka.worker.intake.Inbox;
import online.speka.worker.running.HeldJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the worker when everything else stands, and drains it before anything else is taken down.
///
/// Draining: the heartbeat says so at once; what has not begun is handed back; what runs may finish
/// within `drainMax`, is broken off then, and goes back if another attempt can do it. The worker
/// leaves the list when it holds nothing any more.
final class WorkerLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);
  private static final Duration LAST_WORD_MAX = Duration.ofSeconds(2);

  private final Heartbeats heartbeats;
  private final Inbox inbox;
  private final HeldJobs heldJobs;
  private final LifecycleProperties properties;
  private final LongSupplier ticker;
  private volatile boolean running;

  WorkerLifecycle(
      Heartbeats heartbeats,
      Inbox inbox,
      HeldJobs heldJobs,
      LifecycleProperties properties,
      LongSupplier ticker) {
    this.heartbeats = heartbeats;
    this.inbox = inbox;
    this.heldJobs = heldJobs;
    this.properties = properties;
    this.ticker = ticker;
  }

  @Override
  public void start() {
    inbox.start();
    heartbeats.start();
    running = true;
  }

  /// Blocks until the worker is drained; its own bounds end it, not the container's.
  @Override
  public void stop() {
    running = false;
    try {
      drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.atWarn().log("Drain interrupted: dispatchers will find this worker dead");
    }
  }

  private void drain() throws InterruptedException {
    long startedNanos = ticker.getAsLong();
    LOG.atInfo().addKeyValue("held", heldJobs.keys().size()).log("Draining");
    heartbeats.drain();
    heldJobs.drain();
    boolean finished = heldJobs.awaitNone(properties.drainMax());
    if (!finished) {
      LOG.atWarn()
          .addKeyValue("held", heldJobs.keys().size())
          .log("Jobs still run at the end of the drain: they are broken off");
      heldJobs.stopAll();
      finished = heldJobs.awaitNone(properties.breakOffMax());
    }
    awaitLate(startedNanos);
    inbox.stop();
    if (!heldJobs.awaitNone(finished ? LAST_WORD_MAX : Duration.ZERO)) {
      heldJobs.interruptAll();
      finished = heldJobs.awaitNone(LAST_WORD_MAX);
    }
    heartbeats.leave();
    LOG.atInfo()
        .addKeyValue("handedOver", finished)
        .addKeyValue("tookMs", Duration.ofNanos(ticker.getAsLong() - startedNanos).toMillis())
        .log("Drained");
  }

  /// A dispatcher that has not seen the last heartbeat yet may still send something.
  private void awaitLate(long startedNanos) throws InterruptedException {
    long leftNanos = properties.drainMin().toNanos() - (ticker.getAsLong() - startedNanos);
    var _ = new CountDownLatch(1).await(leftNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE; // Last to start, first to stop.
  }
}
