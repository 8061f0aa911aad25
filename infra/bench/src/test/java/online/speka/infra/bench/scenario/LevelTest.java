package online.speka.infra.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelTest {

  private static final Duration FIRST = Duration.ofMillis(20);

  @Test
  void aStreamLastsAsLongAsTheNumberInFlightAsks() {
    Level level = Level.of(64, 100, FIRST, 16);

    assertThat(level.shape().length()).isBetween(Duration.ofMillis(629), Duration.ofMillis(631));
    assertThat(level.shape().firstToken()).isEqualTo(FIRST);
  }

  @Test
  void aRateThatLeavesNoTimeForAStreamIsRefused() {
    assertThatThrownBy(() -> Level.of(1, 100, FIRST, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100");
  }

  @Test
  void theSlicesOfAPlanFillItsTime() {
    // Given
    List<Level> levels = List.of(Level.of(1, 20, FIRST, 16), Level.of(64, 100, FIRST, 16));
    TtftPlan plan = new TtftPlan(levels, Duration.ZERO, Duration.ofSeconds(60), 4);

    // When
    Duration sum = Duration.ZERO;
    for (Level level : levels) {
      Duration rotation =
          plan.throughSlice(level).plus(plan.directSlice(level)).plus(plan.floorSlice(level));
      sum = sum.plus(rotation.multipliedBy(plan.rotations()));
    }

    // Then
    assertThat(sum).isBetween(Duration.ofMillis(59_900), Duration.ofMillis(60_000));
    assertThat(plan.throughSlice(levels.getFirst()))
        .isGreaterThan(plan.throughSlice(levels.getLast()));
  }
}
