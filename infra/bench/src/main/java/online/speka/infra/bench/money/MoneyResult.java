package online.speka.infra.bench.money;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a run has shown.
///
/// @param kills how often each role was killed
/// @param broken how often each invariant was broken; only those that were
/// @param examples the first of each
public record MoneyResult(
    String organization,
    List<RoundResult> rounds,
    Map<String, Integer> kills,
    int fundSamples,
    int bookSamples,
    int missedSamples,
    int generations,
    long credit,
    long billed,
    int bills,
    Map<Invariant, Integer> broken,
    List<Finding> examples) {

  private static final int EXAMPLES_MAX = 5;

  /// @param accepted attempts with status 200, the client gone in the middle in `left` of them
  /// @param probes requests that were sent alone, at the limit and one micro-credit above it
  /// @param settledSeconds from the last answer until nothing was reserved
  public record RoundResult(
      int round,
      long credit,
      int kills,
      int attempts,
      int accepted,
      int left,
      int refused,
      int putOff,
      int failed,
      int probes,
      double settledSeconds) {}

  public boolean holds() {
    return broken.isEmpty();
  }

  static Map<Invariant, Integer> count(List<Finding> findings) {
    Map<Invariant, Integer> counts = new EnumMap<>(Invariant.class);
    findings.forEach(finding -> counts.merge(finding.invariant(), 1, Integer::sum));
    return counts;
  }

  static List<Finding> examples(List<Finding> findings) {
    Map<Invariant, Integer> taken = new EnumMap<>(Invariant.class);
    List<Finding> examples = new ArrayList<>();
    for (Finding finding : findings) {
      if (taken.merge(finding.invariant(), 1, Integer::sum) <= EXAMPLES_MAX) {
        examples.add(finding);
      }
    }
    return examples;
  }
}
