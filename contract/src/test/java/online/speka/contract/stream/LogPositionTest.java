package online.speka.contract.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.speka.contract.job.Attempt;
import org.junit.jupiter.api.Test;

class LogPositionTest {

  @Test
  void survivesItsEntryId() {
    // Given
    LogPosition position = new LogPosition(new Attempt(1_000_000, 3), 0);
    // Then
    assertThat(LogPosition.parse(position.entryId())).isEqualTo(position);
    assertThat(new LogPosition(new Attempt(0, 1), 4).entryId()).isEqualTo("1-5");
  }

  @Test
  void aNewerAttemptIsAlwaysAboveAnOlderOne() {
    // Given
    LogPosition old = new LogPosition(new Attempt(4, 3), 100_000);
    LogPosition retried = new LogPosition(new Attempt(4, 4), 0);
    LogPosition takenOver = new LogPosition(new Attempt(5, 1), 0);
    // Then
    assertThat(millis(old)).isLessThan(millis(retried));
    assertThat(millis(retried)).isLessThan(millis(takenOver));
  }

  @Test
  void aLogThatIsShutBehindAnAttemptTakesTheNext() {
    // Given
    Attempt shutOut = new Attempt(4, 3);
    long fence = Long.parseLong(LogPosition.shutBehind(shutOut).split("-", -1)[0]);
    // Then
    assertThat(LogPosition.shutBehind(shutOut)).endsWith("-0");
    assertThat(fence).isGreaterThan(millis(new LogPosition(shutOut, Integer.MAX_VALUE)));
    assertThat(fence).isEqualTo(millis(new LogPosition(new Attempt(4, 4), 0)));
    assertThat(LogPosition.parse(LogPosition.shutBehind(shutOut)).attempt()).isGreaterThan(shutOut);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> LogPosition.parse("5")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogPosition.parse("a-1")).isInstanceOf(IllegalArgumentException.class);
  }

  private static long millis(LogPosition position) {
    return Long.parseLong(position.entryId().split("-", -1)[0]);
  }
}
