package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.dispatcher.Samples;
import online.speka.dispatcher.intake.SimulatedWorld.Odds;
import org.junit.jupiter.api.Test;

/// Thousands of random schedules in virtual time. A seed that fails is a test case: put it first.
class ModelOwnerSimulationTest {

  private static final int CALM_RUNS = 200;
  private static final int ROUGH_RUNS = 1_000;
  private static final int JOBS = 60;

  @Test
  void runsEveryJobExactlyOnceWhenNothingGoesWrong() {
    for (long seed = 0; seed < CALM_RUNS; seed++) {
      SimulatedWorld world = new SimulatedWorld(seed, Odds.CALM, JOBS, 2, 3);
      world.run();
      world.check();
      assertThat(world.attemptsStarted).as("seed %d", seed).isEqualTo(JOBS);
      assertThat(world.outcomes()).as("seed %d", seed).isEqualTo(JOBS);
    }
  }

  @Test
  void endsEveryJobWhateverGoesWrong() {
    int takeovers = 0;
    int attempts = 0;
    for (long seed = 0; seed < ROUGH_RUNS; seed++) {
      SimulatedWorld world = new SimulatedWorld(seed, Odds.ROUGH, JOBS, 3, 3);
      world.run();
      world.check();
      assertThat(world.attemptsMax())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(
              Samples.LIMITS.retries().attemptsMax() + Samples.LIMITS.retries().freeMax());
      takeovers += world.takeovers;
      attempts += world.attemptsStarted;
    }
    assertThat(takeovers).isGreaterThan(ROUGH_RUNS / 2);
    assertThat(attempts).isGreaterThan(ROUGH_RUNS * JOBS / 2);
  }

  @Test
  void adoptsRatherThanRepeatWhenOnlyOwnersDie() {
    Odds onlyOwners = new Odds(0, 0, 0, 0, 0, 0.2, 0, 0);
    for (long seed = 0; seed < CALM_RUNS; seed++) {
      SimulatedWorld world = new SimulatedWorld(seed, onlyOwners, JOBS, 2, 3);
      world.run();
      world.check();
      assertThat(world.attemptsMax()).as("seed %d", seed).isEqualTo(1);
    }
  }
}
