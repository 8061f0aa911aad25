package online.speka.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));

  @Test
  void itDoublesUpToItsBound() {
    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.after(5)).isEqualTo(Duration.ofMillis(1600));
    assertThat(backoff.after(6)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aNightOfFailuresDoesNotWrapAround() {
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(3));
  }
}
