package online.speka.infra.bench.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloodResultTest {

  private static final FloodResult.Stores ALONE = new FloodResult.Stores(10_000, 10, -3, 500, 90);

  private static FloodResult result(double edgeMicros, long notRefused, FloodResult.Stores stores) {
    return new FloodResult(
        1_000,
        100,
        500,
        3,
        notRefused,
        List.of(new FloodResult.Refusal(FloodKind.UNKNOWN, 10_000, edgeMicros, 25, 4_000)),
        stores);
  }

  @Test
  void whatIsCheapAndCallsNobodyIsKept() {
    FloodResult result = result(19.9, 0, ALONE);

    assertThat(result.isKept()).isTrue();
    assertThat(result.share(result.refusals().getFirst())).isBetween(0.01989, 0.01991);
  }

  @Test
  void eachFaultIsEnough() {
    assertThat(result(20, 0, ALONE).isKept()).isFalse();
    assertThat(result(Double.NaN, 0, ALONE).isKept()).isFalse();
    assertThat(result(1, 1, ALONE).isKept()).isFalse();
    assertThat(result(1, 0, new FloodResult.Stores(10_000, 11, 0, 0, 0)).isKept()).isFalse();
    assertThat(result(1, 0, new FloodResult.Stores(10_000, 0, 11, 0, 0)).isKept()).isFalse();
    assertThat(new FloodResult(1, 1, 1, 0, 0, List.of(), ALONE).isKept()).isFalse();
  }
}
