package online.speka.edge.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final int TRIES_MAX = 3;

  private final CatchUp catchUp = new CatchUp(TRIES_MAX, Duration.ofMillis(20));

  @Test
  void givesUpAfterSoManyReadsInVain() {
    for (int i = 0; i <= TRIES_MAX; i++) {
      assertThat(catchUp.isHopeless()).isFalse();
      assertThat(catchUp.readInVain()).isPositive();
    }
    assertThat(catchUp.isHopeless()).isTrue();
  }

  @Test
  void aLogThatCannotBeReadIsNotReadInVain() {
    // Given a log that was read in vain, and an outage of Redis
    var _ = catchUp.readInVain();
    for (int i = 0; i < 10 * TRIES_MAX; i++) {
      var _ = catchUp.unreadable();
    }

    // When Redis is back and has not been told everything yet
    var _ = catchUp.readInVain();

    // Then
    assertThat(catchUp.isHopeless()).isFalse();
  }

  @Test
  void pausesGrowWhileTheLogCannotBeReadAndAreBounded() {
    Duration first = catchUp.unreadable();
    Duration second = catchUp.unreadable();
    for (int i = 0; i < 100; i++) {
      var _ = catchUp.unreadable();
    }

    assertThat(second).isEqualTo(first.multipliedBy(2));
    assertThat(catchUp.unreadable()).isLessThan(Duration.ofSeconds(1));
  }
}
