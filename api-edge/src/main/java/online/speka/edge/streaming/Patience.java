package online.speka.edge.streaming;

import java.time.Duration;
import online.speka.contract.job.Job;

/// When to look into the log of a silent stream, to keep its connection alive, and to give up. All
/// times are nanoseconds of one monotonic clock.
final class Patience {
  private static final long SPREAD_MASK = 0xFFFF;

  private final StreamingProperties limits;
  private final long deadlineAt;
  private final long jitter;
  private long lookAt;
  private long lookPause;
  private long keepAliveAt;
  private long stallAt = Long.MAX_VALUE;
  private long writtenBefore;
  private volatile long dueAt;

  private Patience(StreamingProperties limits, long now, long deadlineAt, long jitter) {
    this.limits = limits;
    this.deadlineAt = deadlineAt;
    this.jitter = jitter;
    this.keepAliveAt = now + limits.keepAliveAfter().toNanos();
    this.lookPause = limits.silenceMax().toNanos();
    this.lookAt = now + lookPause + jitter;
    this.dueAt = Math.min(lookAt, deadlineAt);
  }

  static Patience of(Job job, StreamingProperties limits, long now) {
    Duration wait =
        Duration.between(job.window().submittedAt(), job.window().deadline())
            .plus(limits.deadlineGrace());
    // The id's last bits are random: streams do not all look at the same moment.
    double spread =
        (job.id().value().getLeastSignificantBits() & SPREAD_MASK) / (SPREAD_MASK + 1.0);
    return new Patience(
        limits, now, now + wait.toNanos(), (long) (spread * limits.silenceMax().toNanos()));
  }

  /// May be asked on any thread: whether [#due] has anything to say.
  boolean isDue(long now) {
    return now - dueAt >= 0;
  }

  /// A frame came.
  void heard(long now) {
    lookPause = limits.silenceMax().toNanos();
    lookAt = now + lookPause + jitter;
  }

  /// @param written bytes the client has taken
  /// @param waiting whether more wait for it
  Due due(long now, long written, boolean waiting) {
    if (written != writtenBefore) {
      writtenBefore = written;
      keepAliveAt = now + limits.keepAliveAfter().toNanos();
      stallAt = Long.MAX_VALUE;
    }
    if (!waiting) {
      stallAt = Long.MAX_VALUE;
    } else if (stallAt == Long.MAX_VALUE) {
      stallAt = now + limits.stallMax().toNanos();
    }
    boolean stalled = stallAt != Long.MAX_VALUE && now - stallAt >= 0;
    boolean keepAlive = now - keepAliveAt >= 0;
    if (keepAlive) {
      keepAliveAt = now + limits.keepAliveAfter().toNanos();
    }
    boolean look = now - lookAt >= 0;
    if (look) {
      lookPause = Math.min(2 * lookPause, limits.silenceCheckMax().toNanos());
      lookAt = now + lookPause + jitter;
    }
    dueAt = Math.min(Math.min(lookAt, deadlineAt), Math.min(keepAliveAt, stallAt));
    return new Due(now - deadlineAt >= 0, stalled, look, keepAlive);
  }

  /// What is due.
  ///
  /// @param giveUp the job's outcome is waited for no longer
  /// @param cut the client takes nothing
  /// @param look the stream has been silent
  /// @param keepAlive nothing has been written for long
  record Due(boolean giveUp, boolean cut, boolean look, boolean keepAlive) {}
}
