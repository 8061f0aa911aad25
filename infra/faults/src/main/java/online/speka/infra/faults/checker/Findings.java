package online.speka.infra.faults.checker;

import java.util.List;
import java.util.Map;
import online.speka.infra.faults.history.Ending;

/// What came out.
///
/// @param late outcomes that came after the first of their job and were dropped
/// @param resumed requests whose clients connected again
/// @param attemptsPerJob upstream attempts over accepted jobs
/// @param firstByteMaxMicros longest wait of a client for the first byte of a stream that was whole
///     in the end
public record Findings(
    int requests,
    int jobs,
    Map<Ending, Integer> endings,
    int late,
    int resumed,
    double attemptsPerJob,
    long firstByteMaxMicros,
    List<Violation> violations) {

  public Findings {
    endings = Map.copyOf(endings);
    violations = List.copyOf(violations);
  }

  public boolean isClean() {
    return violations.isEmpty();
  }

  public int count(Ending ending) {
    return endings.getOrDefault(ending, 0);
  }
}
