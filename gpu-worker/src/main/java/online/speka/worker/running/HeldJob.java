package online.speka.worker.running;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.worker.engine.Cancellation;
import org.jspecify.annotations.Nullable;

/// One attempt this worker is answerable for.
///
/// ```
/// WAITING ──begin()──▶ GENERATING ──finish()──▶ FINISHING ──▶ gone
///    │ stop()              │ stop()
///    └────────▶ its thread sees the reason and ends it
/// ```
final class HeldJob {

  private final Assignment assignment;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Phase phase = Phase.WAITING;
  private @Nullable StopReason reason;
  private @Nullable Thread thread;

  enum Phase {
    WAITING,
    GENERATING,
    FINISHING
  }

  HeldJob(Assignment assignment) {
    this.assignment = assignment;
  }

  Assignment assignment() {
    return assignment;
  }

  Job job() {
    return assignment.job();
  }

  Attempt attempt() {
    return assignment.attempt();
  }

  Heartbeat.Running key() {
    return new Heartbeat.Running(job().id(), attempt());
  }

  Cancellation cancellation() {
    return cancellation;
  }

  void stop(StopReason why) {
    synchronized (this) {
      if (reason != null && why != StopReason.SUPERSEDED) {
        return;
      }
      reason = why;
    }
    stopped.countDown();
    cancellation.cancel();
  }

  /// Stops the job if it has not begun to generate.
  void stopIfWaiting(StopReason why) {
    synchronized (this) {
      if (phase != Phase.WAITING) {
        return;
      }
    }
    stop(why);
  }

  synchronized @Nullable StopReason stopReason() {
    return reason;
  }

  /// @return false if it was told to stop before
  synchronized boolean begin() {
    if (reason != null) {
      return false;
    }
    phase = Phase.GENERATING;
    return true;
  }

  synchronized void finish() {
    phase = Phase.FINISHING;
  }

  synchronized Phase phase() {
    return phase;
  }

  /// @return whether the job was told to stop before the time was over
  boolean awaitStop(Duration timeout) throws InterruptedException {
    return stopped.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  synchronized void runBy(Thread runner) {
    thread = runner;
  }

  /// The last resort against an engine that does not obey.
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
