package online.speka.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private final RetryAfter retryAfter = new RetryAfter(1, 5, new Random(7));

  private static Set<Integer> many(IntSupplier seconds) {
    return IntStream.range(0, 1000)
        .map(_ -> seconds.getAsInt())
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void thoseWhoAreTurnedAwayTogetherComeBackApart() {
    assertThat(many(retryAfter::seconds)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void nobodyIsToldToComeBackBeforeItCanSucceed() {
    assertThat(many(() -> retryAfter.seconds(Duration.ofMillis(19_001))))
        .containsExactlyInAnyOrder(20, 21, 22, 23, 24, 25);
    assertThat(many(() -> retryAfter.seconds(Duration.ofMillis(200))))
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aWaitIsOneSecondToOneMinute() {
    assertThat(many(() -> retryAfter.seconds(Duration.ofHours(1)))).containsExactly(60);
    assertThat(many(() -> retryAfter.seconds(Duration.ZERO))).containsExactly(1);
  }
}
