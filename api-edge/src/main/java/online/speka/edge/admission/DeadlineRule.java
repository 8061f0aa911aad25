package online.speka.edge.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import online.speka.contract.job.Job;

/// Until when anybody waits for a job: the own limit, or less if the client says that it gives up
/// earlier. SDKs say so in headers, in seconds.
///
/// @param waitMax the own limit
public record DeadlineRule(Duration waitMax) {
  private static final double SECONDS_MIN = 0.001;
  private static final int TEXT_LENGTH_MAX = 32;

  public DeadlineRule {
    if (!waitMax.isPositive()) {
      throw new IllegalArgumentException("the longest wait must be positive, not " + waitMax);
    }
  }

  /// @param timeouts what the client's headers say; anything that is no number of seconds is
  ///     ignored
  public Job.Window window(Instant now, List<String> timeouts) {
    Duration wait = waitMax;
    for (String timeout : timeouts) {
      double seconds = seconds(timeout);
      if (seconds >= SECONDS_MIN && seconds < wait.toMillis() / 1000.0) {
        wait = Duration.ofMillis((long) (seconds * 1000));
      }
    }
    return new Job.Window(now, now.plus(wait));
  }

  private static double seconds(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }
}
