package online.speka.infra.bench.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowResultTest {

  private static final Growth STEADY = new Growth("edge", 7, 300 << 20, 300 << 20, 40, 40);

  private static SlowResult result(
      int streams, Map<String, Integer> errors, Growth growth, int refused) {
    EnumMap<Company, SlowResult.Turn> turns = new EnumMap<>(Company.class);
    double p99 = 20;
    for (Company company : Company.values()) {
      turns.put(
          company,
          new SlowResult.Turn(
              new SlowResult.Gap(100, 10, p99, 30, 40),
              new CrowdCounts(0, 10, 0, 0, refused, 100)));
      p99 += 1;
    }
    return new SlowResult(turns, streams, errors, List.of(growth), Map.of());
  }

  @Test
  void theRatioIsOfSlowClientsToTheOthers() {
    SlowResult result = result(10, Map.of(), STEADY, 0);

    assertThat(result.ratio(Company.NOBODY)).isCloseTo(1.1, within(1e-9));
    assertThat(result.ratio(Company.READERS)).isCloseTo(22 / 21.0, within(1e-9));
  }

  @Test
  void aRunInWhichNothingWasWrongIsSound() {
    assertThat(result(10, Map.of(), STEADY, 0).isSound()).isTrue();
  }

  @Test
  void oneWithAWrongByteOrNoStreamOrARefusalIsNot() {
    assertThat(result(10, Map.of("WRONG: token 3", 1), STEADY, 0).isSound()).isFalse();
    assertThat(result(0, Map.of(), STEADY, 0).isSound()).isFalse();
    assertThat(result(10, Map.of(), STEADY, 1).isSound()).isFalse();
  }

  @Test
  void aProcessThatGrowsBeyondTheBoundIsFoundAndOneAtItIsNot() {
    long most = STEADY.bytesBefore() + Growth.BYTES_MORE_MAX;
    long threads = STEADY.threadsBefore() + Growth.THREADS_MORE_MAX;

    assertThat(result(10, Map.of(), STEADY.with(most, threads), 0).isSound()).isTrue();
    assertThat(result(10, Map.of(), STEADY.with(most + 1, 1), 0).isSound()).isFalse();
    assertThat(result(10, Map.of(), STEADY.with(1, threads + 1), 0).isSound()).isFalse();
  }

  @Test
  void theMostIsKeptWhenAProcessShrinksAgain() {
    Growth growth = STEADY.with(900 << 20, 90).with(1, 1);

    assertThat(growth.bytesMost()).isEqualTo(900 << 20);
    assertThat(growth.threadsMost()).isEqualTo(90);
  }

  @Test
  void eachCompanyIsFirstInItsTurn() {
    assertThat(List.of(0, 1, 2, 3).stream().map(it -> Company.inRound(it).getFirst()))
        .containsExactly(Company.NOBODY, Company.READERS, Company.SLOW, Company.NOBODY);
    assertThat(Company.inRound(5)).containsExactlyInAnyOrder(Company.values());
  }
}
