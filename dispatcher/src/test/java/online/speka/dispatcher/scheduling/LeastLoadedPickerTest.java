package online.speka.dispatcher.scheduling;

import static online.speka.dispatcher.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeastLoadedPickerTest {

  private final LeastLoadedPicker picker = new LeastLoadedPicker(new SplittableRandom(42));

  @Test
  void picksTheWorkerWithTheSmallestPartOfItsSlotsTaken() {
    List<Candidate> candidates =
        List.of(
            new Candidate(worker(1), 2, 1),
            new Candidate(worker(2), 8, 3),
            new Candidate(worker(3), 4, 2));

    assertThat(picker.pick(candidates, Set.of())).isEqualTo(new Pick.Picked(worker(2)));
  }

  @Test
  void findsNoneWhenNoSlotIsFree() {
    List<Candidate> candidates =
        List.of(new Candidate(worker(1), 2, 2), new Candidate(worker(2), 1, 3));

    assertThat(picker.pick(candidates, Set.of())).isEqualTo(new Pick.Saturated());
    assertThat(picker.pick(List.of(), Set.of())).isEqualTo(new Pick.Saturated());
  }

  @Test
  void avoidsAWorkerOnWhichTheJobHasFailedEvenIfItIsIdle() {
    List<Candidate> candidates =
        List.of(new Candidate(worker(1), 4, 0), new Candidate(worker(2), 4, 3));

    assertThat(picker.pick(candidates, Set.of(worker(1)))).isEqualTo(new Pick.Picked(worker(2)));
  }

  @Test
  void letsTheJobWaitWhileAnotherWorkerIsOnlyBusy() {
    List<Candidate> candidates =
        List.of(new Candidate(worker(1), 4, 0), new Candidate(worker(2), 4, 4));

    assertThat(picker.pick(candidates, Set.of(worker(1)))).isEqualTo(new Pick.OnlyAvoided());
  }

  @Test
  void usesAnAvoidedWorkerWhenThereIsNoOther() {
    List<Candidate> candidates = List.of(new Candidate(worker(1), 4, 0));

    assertThat(picker.pick(candidates, Set.of(worker(1)))).isEqualTo(new Pick.Picked(worker(1)));
  }

  @Test
  void drawsLotsBetweenEqualsTheSameWayForTheSameSeed() {
    List<Candidate> candidates =
        List.of(
            new Candidate(worker(1), 4, 0),
            new Candidate(worker(2), 4, 0),
            new Candidate(worker(3), 4, 0));
    LeastLoadedPicker again = new LeastLoadedPicker(new SplittableRandom(42));
    Set<Pick> seen = new HashSet<>();

    for (int i = 0; i < 50; i++) {
      Pick pick = picker.pick(candidates, Set.of());
      seen.add(pick);
      assertThat(again.pick(candidates, Set.of())).isEqualTo(pick);
    }

    assertThat(seen).hasSize(3);
  }
}
