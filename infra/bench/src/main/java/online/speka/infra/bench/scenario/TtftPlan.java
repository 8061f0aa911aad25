package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.List;

/// How the time of `ttft` is spent.
///
/// @param measured on all levels together
/// @param rotations how often a level alternates between through, direct and floor
record TtftPlan(List<Level> levels, Duration warmUp, Duration measured, int rotations) {

  /// Shares of a rotation.
  private static final double THROUGH = 0.4;

  private static final double FLOOR = 0.2;

  /// The level with the lowest rate gets more time, for it has the fewest requests.
  private static final double CALMEST = 1.5;

  TtftPlan {
    levels = List.copyOf(levels);
  }

  Duration throughSlice(Level level) {
    return part(level, THROUGH);
  }

  Duration directSlice(Level level) {
    return part(level, THROUGH);
  }

  Duration floorSlice(Level level) {
    return part(level, FLOOR);
  }

  private Duration part(Level level, double share) {
    double weights = levels.stream().mapToDouble(this::weight).sum();
    double nanos = measured.toNanos() * weight(level) / weights / rotations * share;
    return Duration.ofNanos((long) nanos);
  }

  private double weight(Level level) {
    double lowest = levels.stream().mapToDouble(Level::ratePerSecond).min().orElse(0);
    return level.ratePerSecond() == lowest ? CALMEST : 1;
  }
}
