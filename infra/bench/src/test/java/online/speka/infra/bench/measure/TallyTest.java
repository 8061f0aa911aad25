package online.speka.infra.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import online.speka.infra.bench.load.Exchange;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final long MS = 1_000_000;

  @Test
  void theStepsOfARequestAddUpToItsTimeToFirstToken() {
    Tally tally = new Tally();

    tally.record(new Exchange.Answered(0, MS, 3 * MS, 23 * MS, 27 * MS, 50 * MS), true);

    assertThat(tally.late().percentileMs(50)).isCloseTo(1, within(0.01));
    assertThat(tally.wayIn().percentileMs(50)).isCloseTo(2, within(0.01));
    assertThat(tally.engine().percentileMs(50)).isCloseTo(20, within(0.02));
    assertThat(tally.wayOut().percentileMs(50)).isCloseTo(4, within(0.01));
    assertThat(tally.firstToken().percentileMs(50)).isCloseTo(27, within(0.02));
    assertThat(tally.whole().percentileMs(50)).isCloseTo(50, within(0.05));
  }

  @Test
  void errorsCountAlsoWhereLatenciesDoNot() {
    Tally tally = new Tally();

    tally.record(new Exchange.Answered(0, 0, 0, 0, 0, 0), false);
    tally.record(new Exchange.Refused(0, 503), false);
    tally.record(new Exchange.Failed(0, "gone"), false);
    tally.record(new Exchange.Wrong(0, "twice"), false);
    tally.unfinished(2);

    assertThat(tally.answered()).isEqualTo(1);
    assertThat(tally.firstToken().count()).isZero();
    assertThat(tally.errors()).isEqualTo(5);
    assertThat(tally.wrong()).isEqualTo(1);
    assertThat(tally.reasons()).containsEntry("HTTP 503", 1).containsEntry("no end in time", 2);
  }

  @Test
  void reasonsAreBounded() {
    Tally tally = new Tally();

    for (int i = 0; i < 1_000; i++) {
      tally.record(new Exchange.Failed(0, "reason " + i), true);
    }

    assertThat(tally.errors()).isEqualTo(1_000);
    assertThat(tally.reasons()).hasSizeLessThan(30).containsKey("other");
  }
}
