package online.speka.infra.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  private static final long MS = 1_000_000;

  private static Latencies upTo(int count, long offsetMs) {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= count; i++) {
      latencies.record((offsetMs + i) * MS);
    }
    return latencies;
  }

  @Test
  void percentilesAreExactToThreeDigits() {
    Latencies latencies = upTo(1000, 0);

    assertThat(latencies.percentileMs(50)).isCloseTo(500, within(1.0));
    assertThat(latencies.percentileMs(99)).isCloseTo(990, within(1.0));
  }

  @Test
  void nothingHasNoPercentile() {
    assertThat(new Latencies().percentileMs(50)).isNaN();
    assertThat(new Latencies().summary().count()).isZero();
  }

  @Test
  void addedIsThroughMinusDirectAtTheSamePercentile() {
    Added added = Added.of(upTo(100, 20), upTo(100, 23));

    assertThat(added.p50Ms()).isCloseTo(3, within(0.15));
    assertThat(added.p99Ms()).isCloseTo(3, within(0.15));
  }

  @Test
  void theRatioToTheFloorIsOfMedians() {
    Added added = new Added(3, 9);

    assertThat(added.overFloor(upTo(1, 1))).isCloseTo(1.5, within(0.01));
    assertThat(added.overFloor(new Latencies())).isNaN();
    assertThat(added.p99Over(new Added(1, 3))).isCloseTo(3, within(0.01));
  }

  @Test
  void whatIsBelowZeroByRoundingCountsAsZero() {
    Latencies latencies = new Latencies();
    latencies.record(-5);

    assertThat(latencies.percentileMs(50)).isLessThan(0.002);
  }
}
