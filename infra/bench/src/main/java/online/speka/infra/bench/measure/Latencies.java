package online.speka.infra.bench.measure;

import org.HdrHistogram.Histogram;

/// A distribution of latencies, to three digits, from a microsecond to two minutes.
public final class Latencies {

  private static final long LOWEST_NANOS = 1_000;
  private static final long HIGHEST_NANOS = 120_000_000_000L;
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MS = 1e6;

  private final Histogram histogram = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);

  /// What is below zero by the rounding of clocks counts as zero, what is above the range as its
  /// end.
  public void record(long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
  }

  public void add(Latencies other) {
    histogram.add(other.histogram);
  }

  public long count() {
    return histogram.getTotalCount();
  }

  /// A percentile, 0 to 100; not a number if there is nothing.
  public double percentileMs(double percentile) {
    return count() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / NANOS_PER_MS;
  }

  public double meanMs() {
    return count() == 0 ? Double.NaN : histogram.getMean() / NANOS_PER_MS;
  }

  public Summary summary() {
    return new Summary(
        count(),
        meanMs(),
        percentileMs(50),
        percentileMs(90),
        percentileMs(99),
        count() == 0 ? Double.NaN : histogram.getMaxValue() / NANOS_PER_MS);
  }

  /// What is printed and written of a distribution.
  public record Summary(
      long count, double meanMs, double p50Ms, double p90Ms, double p99Ms, double maxMs) {}
}
