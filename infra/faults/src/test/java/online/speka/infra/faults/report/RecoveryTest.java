package online.speka.infra.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Kind;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private static final long SECOND = 1_000_000;

  /// Ten bytes each 100 ms, but for a hole.
  private static List<Entry> history(long holeFrom, long holeTo) {
    List<Entry> history = new ArrayList<>();
    for (long at = 0; at < 30 * SECOND; at += SECOND / 10) {
      history.add(new Entry.Asked(at, "r" + at, "main", Kind.STREAM, 0, ""));
      if (at < holeFrom || at >= holeTo) {
        history.add(new Entry.Read(at, "r" + at, "0123456789"));
      }
    }
    history.add(new Entry.Struck(10 * SECOND, "kill -9", "redis", 7));
    history.add(new Entry.Healed(12 * SECOND, "kill -9", "redis", 7));
    return history;
  }

  @Test
  void goodputIsBackWhenClientsReadAsMuchAsBefore() {
    Recovery recovery = Recovery.of(history(10 * SECOND, 14 * SECOND)).getFirst();

    assertThat(recovery.backMicros()).hasValue(2 * SECOND);
    // A window of two seconds that misses a twentieth is good enough.
    assertThat(recovery.goodputMicros().orElseThrow()).isBetween(38 * SECOND / 10, 4 * SECOND);
  }

  @Test
  void whatNobodyFeltTookNoTime() {
    assertThat(Recovery.of(history(0, 0)).getFirst().goodputMicros()).hasValue(0);
  }

  @Test
  void whatDidNotComeBackIsNotSaidToHave() {
    assertThat(Recovery.of(history(10 * SECOND, 30 * SECOND)).getFirst().goodputMicros()).isEmpty();
  }
}
