package online.speka.infra.bench.revocation;

import java.time.Duration;

/// How keys are revoked and watched.
///
/// @param keys how many
/// @param ratePerSecond how many a second
/// @param trafficPerSecond requests with keys that stay, meanwhile
/// @param model that is asked for text
public record RevocationPlan(
    int keys, double ratePerSecond, double trafficPerSecond, String model) {

  /// After this long no key may be accepted.
  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final int POSTS_EVERY = 20;
  private static final int STREAMS_EVERY = 25;
  private static final double NANOS_PER_SECOND = 1e9;

  public RevocationPlan {
    if (keys < 1 || !(ratePerSecond > 0) || !(trafficPerSecond > 0)) {
      throw new IllegalArgumentException("keys and rates must be above zero");
    }
  }

  /// Whether this key's requests make jobs. The others only look at a model.
  boolean isPosting(int key) {
    return key % POSTS_EVERY == 0;
  }

  /// Whether a stream is open with this key when it is revoked.
  boolean isStreaming(int key) {
    return key % STREAMS_EVERY == 1;
  }

  /// Which of so many edges serves the stream: one after the other.
  int edgeOfStream(int key, int edges) {
    return key / STREAMS_EVERY % edges;
  }

  /// Nanoseconds from the begin to this key's turn.
  long dueNanos(int key) {
    return (long) (key * NANOS_PER_SECOND / ratePerSecond);
  }
}
