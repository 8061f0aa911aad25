package online.speka.infra.faults.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final List<Step> PLAN =
      List.of(step(Component.WORKER), step(Component.EDGE), step(Component.KAFKA));

  private static Step step(Component component) {
    return new Step(
        Duration.ofSeconds(1), Duration.ofSeconds(3), new Fault.Kill(component, Victim.ANY), false);
  }

  @Test
  void theSameSeedStrikesAtTheSameMoments() {
    assertThat(Schedule.of(PLAN, 7)).isEqualTo(Schedule.of(PLAN, 7));
    assertThat(Schedule.of(PLAN, 7)).isNotEqualTo(Schedule.of(PLAN, 8));
  }

  @Test
  void everyStrikeComesWithinItsTimesAndHitsOneOfThoseThatRun() {
    LongStream.range(0, 1_000)
        .mapToObj(seed -> Schedule.of(PLAN, seed))
        .flatMap(schedule -> schedule.strikes().stream())
        .forEach(
            strike -> {
              assertThat(strike.after()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
              assertThat(strike.index(3)).isBetween(0, 2);
            });
  }
}
