package online.speka.edge.streaming;

import java.time.Duration;

/// When to look into the log of a silent stream, to keep its connection alive, and to give up.
/// Takes nanoseconds of one monotonic clock, and counts from the stream's beginning.
final class Patience {
  private static final long SPREAD_MASK = 0xFFFF;
  private static final long NEVER = Long.MAX_VALUE;

  private final StreamingProperties limits;
  private final long start;
  private final long jitter;
  private long giveUpAt;
  private long lookAt;
  private long lookPause;
  private long keepAliveAt;
  private long cutAt = NEVER;
  private volatile long dueAt;

  private Patience(StreamingProperties limits, long start, Duration wait, double spread) {
    this.limits = limits;
    this.start = start;
    this.jitter = (long) (spread * limits.silenceMax().toNanos());
    this.giveUpAt = wait.toNanos();
    this.keepAliveAt = limits.keepAliveAfter().toNanos();
    this.lookPause = limits.silenceMax().toNanos();
    this.lookAt = lookPause + jitter;
    this.dueAt = Math.min(lookAt, giveUpAt);
  }

  static Patience of(Followed followed, StreamingProperties limits, long now) {
    Duration wait = followed.waitMax().plus(limits.deadlineGrace());
    // The id's last bits are random: streams do not all look at the same moment.
    long random = followed.job().value().getLeastSignificantBits() & SPREAD_MASK;
    return new Patience(limits, now, wait, random / (SPREAD_MASK + 1.0));
  }

  /// May be asked on any thread: whether [#due] has anything to say.
  boolean isDue(long now) {
    return now - start >= dueAt;
  }

  /// A frame came.
  void heard(long now) {
    lookPause = limits.silenceMax().toNanos();
    lookAt = now - start + lookPause + jitter;
  }

  /// The client took bytes.
  void wrote(long now) {
    keepAliveAt = now - start + limits.keepAliveAfter().toNanos();
    cutAt = NEVER;
  }

  /// Bytes wait for the client: from the first such moment on its time to take some runs.
  void blocked(long now) {
    if (cutAt == NEVER) {
      cutAt = now - start + limits.stallMax().toNanos();
      dueAt = Math.min(dueAt, cutAt);
    }
  }

  /// @param waiting whether bytes wait for the client
  Due due(long now, boolean waiting) {
    long time = now - start;
    if (!waiting) {
      cutAt = NEVER;
    } else {
      blocked(now);
    }
    Due due = new Due(time >= giveUpAt, time >= cutAt, time >= lookAt, time >= keepAliveAt);
    if (due.giveUp()) {
      giveUpAt = NEVER;
    }
    if (due.cut()) {
      cutAt = time + limits.stallMax().toNanos();
    }
    if (due.look()) {
      lookPause = Math.min(2 * lookPause, limits.silenceCheckMax().toNanos());
      lookAt = time + lookPause + jitter;
    }
    if (due.keepAlive()) {
      keepAliveAt = time + limits.keepAliveAfter().toNanos();
    }
    dueAt = Math.min(Math.min(lookAt, giveUpAt), Math.min(keepAliveAt, cutAt));
    return due;
  }

  /// What is due.
  ///
  /// @param giveUp the job's outcome is waited for no longer
  /// @param cut the client takes nothing
  /// @param look the stream has been silent
  /// @param keepAlive nothing has been written for long
  record Due(boolean giveUp, boolean cut, boolean look, boolean keepAlive) {}
}
