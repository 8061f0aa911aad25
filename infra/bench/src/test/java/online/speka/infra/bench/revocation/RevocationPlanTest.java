package online.speka.infra.bench.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RevocationPlanTest {

  private final RevocationPlan plan = new RevocationPlan(10_000, 50, 20, "m");

  @Test
  void turnsComeEvenly() {
    assertThat(plan.dueNanos(0)).isZero();
    assertThat(plan.dueNanos(9_999)).isEqualTo(199_980_000_000L);
  }

  @Test
  void everyEdgeHasStreamsAndSomeKeysPost() {
    assertThat(IntStream.range(0, 10_000).filter(plan::isStreaming).boxed())
        .hasSize(400)
        .extracting(key -> plan.edgeOfStream(key, 5))
        .containsOnly(0, 1, 2, 3, 4);
    assertThat(
            IntStream.range(0, 10_000)
                .filter(plan::isStreaming)
                .boxed()
                .collect(
                    Collectors.groupingBy(key -> plan.edgeOfStream(key, 5), Collectors.counting()))
                .values())
        .containsOnly(80L);
    assertThat(IntStream.range(0, 10_000).filter(plan::isPosting)).hasSize(500);
  }

  @Test
  void nothingCannotBePlanned() {
    assertThatThrownBy(() -> new RevocationPlan(0, 1, 1, "m"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RevocationPlan(1, 0, 1, "m"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
