package online.speka.edge.admission;

import java.util.random.RandomGenerator;
import online.speka.contract.error.ApiError;

/// When to come back, spread so that those who were turned away together do not return together.
///
/// @param secondsMin shortest wait
/// @param secondsMax longest wait; SDKs obey any value, so never more than
///     [ApiError#RETRY_AFTER_SECONDS_MAX]
public record RetryAfter(int secondsMin, int secondsMax, RandomGenerator random) {

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

  public int seconds() {
    return random.nextInt(secondsMin, secondsMax + 1);
  }
}
