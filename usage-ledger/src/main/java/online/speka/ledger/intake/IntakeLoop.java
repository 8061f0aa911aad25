package online.speka.ledger.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The one thread that reads outcomes. A stop lets it finish the batch in its hands, commit its
/// offsets and leave the group.
final class IntakeLoop implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(IntakeLoop.class);

  private final Intake intake;
  private final OutcomeSource source;
  private final Backoff backoff;
  private final Duration stopMax;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private @Nullable Thread thread;

  IntakeLoop(Intake intake, OutcomeSource source, Backoff backoff, Duration stopMax) {
    this.intake = intake;
    this.source = source;
    this.backoff = backoff;
    this.stopMax = stopMax;
  }

  @Override
  public synchronized void start() {
    thread = Thread.ofVirtual().name("ledger-intake").start(this::run);
  }

  private void run() {
    int failures = 0;
    try {
      while (stopping.getCount() > 0) {
        failures = succeeds() ? 0 : failures + 1;
        if (failures > 0 && stopping.await(pauseNanos(failures), TimeUnit.NANOSECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      source.close();
    }
  }

  private long pauseNanos(int failures) {
    return backoff.after(failures).toNanos();
  }

  /// Whatever was in hand when a step broke is forgotten: a source that is opened again begins
  /// where the last commit ended.
  private boolean succeeds() {
    try {
      intake.runOnce();
      return true;
    } catch (SourceUnavailableException e) {
      LOG.atWarn()
          .addKeyValue("why", e.getMessage())
          .addKeyValue("cause", String.valueOf(e.getCause()))
          .log("Outcomes cannot be read and will be tried again");
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("Intake of outcomes broke and starts again");
    }
    source.close();
    return false;
  }

  @Override
  public synchronized void stop() {
    stopping.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      if (!running.join(stopMax)) {
        LOG.atWarn()
            .addKeyValue("waited", stopMax)
            .log("Intake did not stop in time; what it has in hand will be read again");
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
