package online.speka.infra.services.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void itPassesWhenItsTimeIsUpAndNeverOwesTime() {
    // Given
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    Deadline deadline = Deadline.in(Duration.ofSeconds(3), nanos::get);

    // When the ticker overflows on the way, as it may
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    // Then
    assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(1));
    assertThat(deadline.hasPassed()).isFalse();

    // When
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());

    // Then
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.elapsed()).isEqualTo(Duration.ofSeconds(7));
  }
}
