package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import online.speka.dispatcher.Samples;
import online.speka.dispatcher.intake.SimulatedWorld.Odds;
import online.speka.testkit.schedules.Choices;
import online.speka.testkit.schedules.Schedules;
import org.junit.jupiter.api.Test;

/// Thousands of random schedules in virtual time, `-Dspeka.schedules=1000000` for a million of
/// each.
class ModelOwnerSimulationTest {

  private static final int CALM_RUNS = 100;
  private static final int ROUGH_RUNS = 600;
  private static final int JOBS = 60;

  @Test
  void runsEveryJobExactlyOnceWhenNothingGoesWrong() {
    Schedules.check(
        CALM_RUNS,
        choices -> {
          SimulatedWorld world = run(choices, Odds.CALM, 2);
          assertThat(world.attemptsStarted).isEqualTo(world.outcomes());
        });
  }

  @Test
  void endsEveryJobWhateverGoesWrong() {
    AtomicInteger takeovers = new AtomicInteger();
    long runs =
        Schedules.check(
            ROUGH_RUNS,
            choices -> {
              SimulatedWorld world = run(choices, Odds.ROUGH, 3);
              assertThat(world.attemptsMax())
                  .isLessThanOrEqualTo(
                      Samples.LIMITS.retries().attemptsMax() + Samples.LIMITS.retries().freeMax());
              takeovers.addAndGet(world.takeovers);
            });
    assertThat(takeovers.get()).isGreaterThan((int) runs / 2);
  }

  @Test
  void adoptsRatherThanRepeatWhenOnlyOwnersDie() {
    Schedules.check(
        CALM_RUNS, choices -> assertThat(run(choices, Odds.OWNERS, 2).attemptsMax()).isOne());
  }

  @Test
  void tellsEveryClientTheEndWhenWorkersDie() {
    Schedules.check(CALM_RUNS, choices -> run(choices, Odds.WORKERS, 3));
  }

  @Test
  void aClientSeesNoEndButThatOfTheAttemptThatCounts() {
    AtomicInteger voided = new AtomicInteger();
    Schedules.check(ROUGH_RUNS, choices -> voided.addAndGet(run(choices, Odds.ZOMBIES, 3).voided));
    assertThat(voided).hasPositiveValue();
  }

  @Test
  void findsTheKillersAndSparesTheirNeighbours() {
    Schedules.check(CALM_RUNS, choices -> run(choices, Odds.POISON, 3));
  }

  private static SimulatedWorld run(Choices choices, Odds odds, int workers) {
    SimulatedWorld world =
        new SimulatedWorld(choices, odds, JOBS - choices.below(JOBS), workers, 3);
    world.run();
    world.check();
    return world;
  }
}
