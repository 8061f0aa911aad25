package online.speka.worker.engine.simulator;

import java.time.Duration;

/// How long a simulated model takes, in nanoseconds.
record Delays(long firstToken, long interToken, long prefillPerToken) {

  /// Longest wait for one step; a mistake in a setting must not lose a slot for good.
  private static final Duration WAIT_MAX = Duration.ofHours(1);

  static Delays of(Duration firstToken, Duration interToken, Duration prefillPerToken) {
    return new Delays(nanos(firstToken), nanos(interToken), nanos(prefillPerToken));
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(WAIT_MAX) > 0 ? WAIT_MAX.toNanos() : duration.toNanos();
  }

  /// From the start of a run to its first token.
  long beforeFirst(int uncachedTokens) {
    long prefill =
        Math.multiplyHigh(prefillPerToken, uncachedTokens) == 0
            ? prefillPerToken * uncachedTokens
            : WAIT_MAX.toNanos();
    return Math.min(firstToken + Math.max(0, prefill), WAIT_MAX.toNanos());
  }
}
