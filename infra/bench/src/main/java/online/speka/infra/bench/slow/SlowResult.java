package online.speka.infra.bench.slow;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import online.speka.infra.bench.measure.Latencies;

/// What the crowd did to the others.
///
/// @param turns by who else was there
/// @param streams of the others that were answered, each token compared
/// @param errors of theirs, by what was wrong
/// @param edge its counters of frames and streams: what they gained while there was a slow crowd
public record SlowResult(
    Map<Company, Turn> turns,
    int streams,
    Map<String, Integer> errors,
    List<Growth> growths,
    Map<String, Double> edge) {

  /// The most that the 99th percentile may rise.
  public static final double RATIO_MAX = 1.05;

  public SlowResult {
    turns = new EnumMap<>(turns);
    growths = List.copyOf(growths);
  }

  /// @param crowd what had become of it when each turn ended, summed up
  public record Turn(Gap gap, CrowdCounts crowd) {}

  /// Times between two tokens, in milliseconds.
  public record Gap(long count, double p50, double p99, double p999, double max) {

    static Gap of(Latencies times) {
      return new Gap(
          times.count(),
          times.percentileMs(50),
          times.percentileMs(99),
          times.percentileMs(99.9),
          times.percentileMs(100));
    }
  }

  /// The 99th percentile beside slow clients over that beside these.
  public double ratio(Company to) {
    return p99(Company.SLOW) / p99(to);
  }

  private double p99(Company company) {
    Turn turn = turns.get(company);
    return turn == null ? Double.NaN : turn.gap().p99();
  }

  /// Whether nothing was wrong and nobody grew. How long tokens take is a number, not an error.
  public boolean isSound() {
    return errors.isEmpty()
        && streams > 0
        && growths.stream().allMatch(Growth::isBounded)
        && turns.values().stream().allMatch(turn -> turn.crowd().refused() == 0);
  }
}
