package online.speka.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import online.speka.contract.catalog.ModelId;
import org.junit.jupiter.api.Test;

class EpochFenceTest {

  private static final ModelId MODEL = new ModelId("acme/model-1");
  private static final ModelId OTHER = new ModelId("acme/model-2");

  private long nowNanos;
  private final EpochFence fence = new EpochFence(Duration.ofSeconds(30), () -> nowNanos);

  @Test
  void refusesAnOwnerThatWasReplaced() {
    assertThat(fence.admits(MODEL, 7)).isTrue();
    assertThat(fence.admits(MODEL, 8)).isTrue();

    assertThat(fence.admits(MODEL, 7)).isFalse();
    assertThat(fence.admits(MODEL, 8)).isTrue();
  }

  @Test
  void knowsEveryModelsOwnerApart() {
    assertThat(fence.admits(MODEL, 8)).isTrue();

    assertThat(fence.admits(OTHER, 7)).isTrue();
  }

  @Test
  void obeysAGroupThatCountsAnewAfterAPause() {
    // Given
    assertThat(fence.admits(MODEL, 8)).isTrue();

    // When
    nowNanos = Duration.ofSeconds(29).toNanos();
    boolean early = fence.admits(MODEL, 1);
    nowNanos = Duration.ofSeconds(30).toNanos();

    // Then
    assertThat(early).isFalse();
    assertThat(fence.admits(MODEL, 1)).isTrue();
    assertThat(fence.admits(MODEL, 2)).isTrue();
  }
}
