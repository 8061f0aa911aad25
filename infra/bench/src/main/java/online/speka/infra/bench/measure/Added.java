package online.speka.infra.bench.measure;

/// What the platform adds: percentile through it minus the same percentile without it. A difference
/// of percentiles, not a percentile of differences: no request is made both ways.
public record Added(double p50Ms, double p99Ms) {

  public static Added of(Latencies direct, Latencies through) {
    return new Added(
        through.percentileMs(50) - direct.percentileMs(50),
        through.percentileMs(99) - direct.percentileMs(99));
  }

  /// How often the floor fits into it, at the median.
  public double overFloor(Latencies floor) {
    return p50Ms / floor.percentileMs(50);
  }

  /// How many times the p99 of a calmer level it has.
  public double p99Over(Added calmer) {
    return p99Ms / calmer.p99Ms();
  }
}
