package online.speka.dispatcher.workers;

import static online.speka.dispatcher.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final Liveness liveness =
      new Liveness(
          new LivenessLimits(
              Duration.ofSeconds(2), Duration.ofSeconds(3), INTERVAL.multipliedBy(2)));
  private final Map<WorkerId, Heartbeat> hash = new HashMap<>();
  private Duration now = Duration.ZERO;

  @Test
  void believesInAWorkerThatAppearsWhileItWatches() {
    // Given
    read();

    // When
    beat(1, 1);
    Fleet fleet = read().fleet();

    // Then
    assertThat(fleet.alive()).containsOnlyKeys(worker(1));
    assertThat(fleet.fresh()).containsExactly(worker(1));
  }

  @Test
  void waitsForABeatBeforeItBelievesInAWorkerThatWasThereBefore() {
    // Given
    beat(1, 500);

    // When
    Fleet first = read().fleet();
    beat(1, 501);
    Fleet second = read().fleet();

    // Then
    assertThat(first.alive()).isEmpty();
    assertThat(first.unproven()).containsExactly(worker(1));
    assertThat(first.isGone(worker(1))).isFalse();
    assertThat(second.alive()).containsOnlyKeys(worker(1));
  }

  @Test
  void buriesAWorkerWhoseBeatDoesNotChangeForTwoBeatsAndGrace() {
    // Given
    read();
    beat(1, 1);
    read();

    // When
    Duration heard = now;
    List<WorkerId> died = List.of();
    while (died.isEmpty()) {
      died = read().died();
    }

    // Then
    assertThat(died).containsExactly(worker(1));
    assertThat(now.minus(heard)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2300));
    assertThat(read().fleet().isGone(worker(1))).isTrue();
  }

  @Test
  void buriesAWorkerWhoseFieldIsGoneNoSooner() {
    // Given
    read();
    beat(1, 1);
    read();

    // When
    hash.clear();
    Liveness.Reading soon = read();

    // Then
    assertThat(soon.died()).isEmpty();
    assertThat(soon.fleet().alive()).containsOnlyKeys(worker(1));
  }

  @Test
  void letsNobodyDieWhileHeartbeatsCannotBeReadNorShortlyAfter() {
    // Given
    read();
    beat(1, 1);
    read();

    // When
    for (int i = 0; i < 400; i++) {
      now = now.plus(INTERVAL);
      liveness.readFailed();
    }
    Duration back = now;
    List<WorkerId> died = read().died();
    boolean diedAtOnce = !died.isEmpty();
    while (died.isEmpty()) {
      died = read().died();
    }

    // Then
    assertThat(diedAtOnce).isFalse();
    assertThat(now.minus(back)).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void doesNotBuryItsWorkersWhenItWasStoppedItself() {
    // Given
    read();
    beat(1, 1);
    read();

    // When this process stands still for a minute
    now = now.plusSeconds(60);
    Liveness.Reading first = read();
    beat(1, 2);
    Liveness.Reading second = read();

    // Then
    assertThat(first.died()).isEmpty();
    assertThat(second.fleet().fresh()).containsExactly(worker(1));
  }

  @Test
  void welcomesAWorkerBackThatWasBuried() {
    // Given
    read();
    beat(1, 1);
    while (read().died().isEmpty()) {}
    hash.clear();
    read();

    // When
    beat(1, 2);

    // Then
    assertThat(read().fleet().alive()).containsOnlyKeys(worker(1));
  }

  private Liveness.Reading read() {
    now = now.plus(INTERVAL);
    return liveness.read(Map.copyOf(hash), now.toNanos());
  }

  private void beat(int number, long beat) {
    hash.put(worker(number), new Heartbeat(worker(number), beat, false, List.of(), List.of()));
  }
}
