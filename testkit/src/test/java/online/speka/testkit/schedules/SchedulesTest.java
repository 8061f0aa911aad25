package online.speka.testkit.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  @Test
  void everySeedIsAnotherScheduleAndTheSameSeedTheSame() {
    Set<List<Integer>> schedules = new HashSet<>();
    for (int round = 0; round < 2; round++) {
      for (long seed = 0; seed < 50; seed++) {
        Choices choices = Choices.of(seed);
        for (int i = 0; i < 10; i++) {
          choices.below(100);
        }
        schedules.add(choices.taken());
      }
    }

    assertThat(schedules).hasSize(50);
  }

  @Test
  void aScheduleThatFailsIsShownAtItsShortest() {
    // Broken once two deaths have happened, whatever else has.
    assertThatThrownBy(
            () ->
                Schedules.check(
                    100,
                    choices -> {
                      int deaths = 0;
                      for (int step = choices.below(200); step > 0; step--) {
                        boolean death = choices.below(10) == 9;
                        deaths += death ? 1 : 0;
                        choices.note(death ? "a worker dies" : "nothing happens");
                        assertThat(deaths).isLessThan(2);
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("shortened to 3:\n  [2, 9, 9]\n")
        .hasMessageContaining("a worker dies\n  a worker dies")
        .hasMessageNotContaining("nothing happens");
  }

  @Test
  void aPropertyThatHoldsIsCheckedAsOftenAsAsked() {
    int[] runs = {0};

    assertThat(Schedules.check(7, _ -> runs[0]++)).isEqualTo(runs[0]);
  }

  @Test
  void whatIsGivenIsTakenAndZeroAfterThat() {
    Choices choices = Choices.of(List.of(3, 14));

    assertThat(choices.below(10)).isEqualTo(3);
    assertThat(choices.below(10)).isEqualTo(4);
    assertThat(choices.below(10)).isZero();
    assertThat(choices.chance(0.5)).isFalse();
  }
}
