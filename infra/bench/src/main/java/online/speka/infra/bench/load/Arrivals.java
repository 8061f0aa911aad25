package online.speka.infra.bench.load;

import java.time.Duration;
import java.util.SplittableRandom;

/// When requests are due: an even rate, each moved by up to a tenth of the distance to its
/// neighbour. Without that, requests and the tokens of streams before them would fall into step,
/// and every request would meet the same neighbour.
public record Arrivals(double ratePerSecond, Duration length, long seed) {

  /// Share of the distance between two requests.
  static final double JITTER = 0.1;

  private static final double NANOS_PER_SECOND = 1e9;

  public Arrivals {
    if (!(ratePerSecond > 0) || length.isNegative()) {
      throw new IllegalArgumentException("a rate must be above zero, a length at least zero");
    }
  }

  /// How many there are.
  public int count() {
    return (int) Math.floor(ratePerSecond * length.toNanos() / NANOS_PER_SECOND);
  }

  /// Nanoseconds from the begin to the request with this index; never less than the one before.
  public long offsetNanos(int index) {
    double jitter = new SplittableRandom(seed * 31 + index).nextDouble() * JITTER;
    return (long) ((index + jitter) * NANOS_PER_SECOND / ratePerSecond);
  }
}
