package online.speka.edge.admission;

import java.time.Duration;
import java.util.random.RandomGenerator;
import online.speka.contract.error.ApiError;

/// When to come back, spread so that those who were turned away together do not return together.
///
/// @param secondsMin shortest wait
/// @param secondsMax longest wait; SDKs obey any value, so never more than
///     [ApiError#RETRY_AFTER_SECONDS_MAX]
public record RetryAfter(int secondsMin, int secondsMax, RandomGenerator random) {

  private static final int SECONDS_MAX = ApiError.RETRY_AFTER_SECONDS_MAX;
  private static final int SPREAD_DIVISOR = 4;

  public RetryAfter {
    if (secondsMin < 1
        || secondsMax < secondsMin
        || secondsMax > ApiError.RETRY_AFTER_SECONDS_MAX) {
      throw new IllegalArgumentException(
          "retry after must be 1 to "
              + ApiError.RETRY_AFTER_SECONDS_MAX
              + " s, not "
              + secondsMin
              + " to "
              + secondsMax);
    }
  }

  /// Never earlier than the pause, and spread over a quarter of it: those who wait for the same
  /// moment do not all come back in it.
  public int seconds(Duration pause) {
    int least = (int) Math.min(Math.ceilDiv(pause.toMillis(), 1000), SECONDS_MAX);
    int spread = Math.max(1, least / SPREAD_DIVISOR);
    return Math.clamp(least + random.nextInt(spread + 1), 1, SECONDS_MAX);
  }

  public int seconds() {
    return random.nextInt(secondsMin, secondsMax + 1);
  }
}
