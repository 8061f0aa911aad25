package online.speka.infra.faults.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A plan with everything drawn: the same seed strikes at the same moments.
public record Schedule(List<Strike> strikes) {

  public Schedule {
    strikes = List.copyOf(strikes);
  }

  /// @param after how long after the strike before
  /// @param draw from 0 to 1: which of the processes, should any do
  public record Strike(Duration after, double draw, Step step) {

    /// Index of the victim among as many.
    int index(int count) {
      return Math.min((int) (draw * count), count - 1);
    }
  }

  public static Schedule of(List<Step> plan, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Strike> strikes = new ArrayList<>();
    for (Step step : plan) {
      long nanosMin = step.waitMin().toNanos();
      long nanos = nanosMin + random.nextLong(step.waitMax().toNanos() - nanosMin + 1);
      strikes.add(new Strike(Duration.ofNanos(nanos), random.nextDouble(), step));
    }
    return new Schedule(strikes);
  }
}
