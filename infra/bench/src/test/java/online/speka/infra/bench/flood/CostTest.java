package online.speka.infra.bench.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void whatIsUsedWithoutRequestsIsNotTheirs() {
    Cost idle =
        new Cost(0, 0, SECOND.multipliedBy(2), Map.of("edge", 20_000_000L, "redis", 40_000_000L));
    Cost flood =
        new Cost(
            1_000,
            0,
            SECOND,
            Map.of(
                "edge", 60_000_000L,
                "redis", 30_000_000L,
                "others", 500_000_000L,
                "(load generator)", 900_000_000L));

    assertThat(flood.edgeMicros(idle)).isEqualTo(50);
    assertThat(flood.platformMicros(idle)).isEqualTo(60);
  }

  @Test
  void slicesAddUp() {
    Cost one = new Cost(10, 1, SECOND, Map.of("edge", 1_000L));
    Cost sum =
        Cost.NONE.plus(one).plus(new Cost(30, 0, SECOND, Map.of("edge", 3_000L, "kafka", 4_000L)));

    assertThat(sum)
        .isEqualTo(new Cost(40, 1, Duration.ofSeconds(2), Map.of("edge", 4_000L, "kafka", 4_000L)));
    assertThat(sum.edgeMicros(Cost.NONE)).isEqualTo(0.1);
  }

  @Test
  void withoutRequestsThereIsNoCost() {
    assertThat(Cost.NONE.edgeMicros(Cost.NONE)).isNaN();
  }
}
