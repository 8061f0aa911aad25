package online.speka.infra.bench.reports;

import java.util.List;
import online.speka.infra.bench.measure.Latencies;

/// What reports cost.
///
/// @param levels from the fewest bills to the most
public record ReportsResult(List<Level> levels) {

  public ReportsResult {
    levels = List.copyOf(levels);
  }

  /// @param bills how many there were
  /// @param hourlySums rows of sums by the hour that the ledger made of them
  /// @param bytes of the bills with their indexes
  /// @param rolledPerSecond bills that the ledger summed up a second, its pauses included
  /// @param reported how many jobs the reports of everything counted
  public record Level(
      long bills,
      long hourlySums,
      long bytes,
      double rolledPerSecond,
      long reported,
      List<Answered> answers) {
    public Level {
      answers = List.copyOf(answers);
    }
  }

  /// @param bytes of the answer
  public record Answered(String question, Latencies.Summary times, long bytes) {}

  /// Whether every bill was in the reports, and once.
  public boolean isWhole() {
    return levels.stream().allMatch(level -> level.reported() == level.bills());
  }
}
