package online.speka.dispatcher.intake;

import static online.speka.dispatcher.Samples.jobId;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CancelMemoryTest {

  private final AtomicLong nanos = new AtomicLong();
  private final CancelMemory memory = new CancelMemory(3, Duration.ofSeconds(60), nanos::get);

  @Test
  void remembersACancellationUntilItsJobComes() {
    memory.remember(jobId(1));

    assertThat(memory.take(jobId(1))).isTrue();
    assertThat(memory.take(jobId(1))).isFalse();
    assertThat(memory.take(jobId(2))).isFalse();
  }

  @Test
  void forgetsTheOldestWhenItIsFull() {
    for (int i = 1; i <= 4; i++) {
      memory.remember(jobId(i));
    }

    assertThat(memory.take(jobId(1))).isFalse();
    assertThat(memory.take(jobId(2))).isTrue();
    assertThat(memory.take(jobId(4))).isTrue();
  }

  @Test
  void forgetsWhatIsTooOld() {
    memory.remember(jobId(1));
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());

    assertThat(memory.take(jobId(1))).isFalse();
  }
}
