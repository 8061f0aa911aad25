package online.speka.infra.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CpuMeterTest {

  private static final Watched EDGE = new Watched("edge", 1, false);
  private static final Watched WORKER_A = new Watched("worker", 2, false);
  private static final Watched WORKER_B = new Watched("worker", 3, false);

  private static CpuMeter.Reading reading(Map<Watched, Long> processes, long machine) {
    return new CpuMeter.Reading(processes, Map.of(), OptionalLong.of(machine));
  }

  @Test
  void processesOfARoleAreSummedAndTheRestOfTheMachineIsOthers() {
    var before = reading(Map.of(EDGE, 100L, WORKER_A, 10L, WORKER_B, 20L), 1_000);
    var after = reading(Map.of(EDGE, 150L, WORKER_A, 15L, WORKER_B, 27L), 1_100);

    assertThat(CpuMeter.usedNanos(before, after))
        .isEqualTo(Map.of("edge", 50L, "worker", 12L, "others", 38L));
  }

  @Test
  void aProcessThatEndedMeanwhileIsLeftOut() {
    var before = reading(Map.of(EDGE, 100L, WORKER_A, 10L), 1_000);
    var after = reading(Map.of(EDGE, 150L), 1_060);

    assertThat(CpuMeter.usedNanos(before, after)).isEqualTo(Map.of("edge", 50L, "others", 10L));
  }

  @Test
  void twoLengthsOfStreamsTellTheCostOfARequestFromThatOfAChunk() {
    // Given a request that costs 2 ms and a chunk that costs 0.1 ms
    CpuCost cost = CpuCost.between(1, 2.1, 16, 3.6);

    assertThat(cost.requestMs()).isCloseTo(2.0, within(1e-9));
    assertThat(cost.chunkMs()).isCloseTo(0.1, within(1e-9));
  }
}
