package online.speka.infra.faults.history;

import java.time.Duration;
import java.util.Set;

/// What a cell's clients may see beside complete answers, and how far the platform may go.
///
/// @param allowed endings that are no violation
/// @param completeShareMin of the requests whose clients stayed
/// @param firstByteMax longest wait for the first byte of an answer
/// @param attemptsPerJobMax upstream attempts over accepted jobs
public record Tolerance(
    Set<Ending> allowed, double completeShareMin, Duration firstByteMax, double attemptsPerJobMax) {
  public Tolerance {
    allowed = Set.copyOf(allowed);
    if (allowed.contains(Ending.WRONG)) {
      throw new IllegalArgumentException("wrong bytes are never allowed");
    }
  }
}
