package online.speka.infra.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.infra.bench.load.Exchange;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.scenario.StepRule.Judgement;
import org.junit.jupiter.api.Test;

class StepRuleTest {

  private static final long MS = 1_000_000;

  private final StepRule rule = new StepRule(30);

  private static Tally tally(long firstTokenMs) {
    Tally tally = new Tally();
    for (int i = 0; i < 100; i++) {
      tally.record(new Exchange.Answered(0, 0, 0, 0, firstTokenMs * MS, firstTokenMs * MS), true);
    }
    return tally;
  }

  @Test
  void tenTimesTheUnloadedIsHeldAndMoreIsNot() {
    assertThat(rule.judge(tally(299), false)).isInstanceOf(Judgement.Held.class);
    assertThat(rule.judge(tally(302), false)).isInstanceOf(Judgement.NotHeld.class);
  }

  @Test
  void oneErrorIsNotHeld() {
    Tally tally = tally(30);
    tally.record(new Exchange.Refused(0, 429), true);

    assertThat(rule.judge(tally, false)).isInstanceOf(Judgement.NotHeld.class);
  }

  @Test
  void anOverrunOrNoAnswerAtAllIsNotHeld() {
    assertThat(rule.judge(tally(30), true)).isInstanceOf(Judgement.NotHeld.class);
    assertThat(rule.judge(new Tally(), false)).isInstanceOf(Judgement.NotHeld.class);
  }

  @Test
  void theBoundInFlightLeavesRoomForTheAllowedLatency() {
    // 200 streams a second, each 170 ms and up to 300 ms late, are 94 in flight
    assertThat(rule.inFlightMax(200, 170)).isBetween(94, 200);
  }

  @Test
  void withoutAnAllowedLatencyTheBoundIsThatOfTheMachine() {
    assertThat(new StepRule(Double.POSITIVE_INFINITY).inFlightMax(20, 170))
        .isEqualTo(StepRule.IN_FLIGHT_MAX);
  }
}
