package online.speka.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {

  private final SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void passingTimeMovesWallAndTickerAlike() {
    long before = clock.ticker().getAsLong();

    clock.advance(Duration.ofMillis(1_500));

    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:01.500Z");
    assertThat(clock.ticker().getAsLong() - before).isEqualTo(1_500_000_000L);
    assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingTheClockMovesTheWallAlone() {
    long before = clock.ticker().getAsLong();

    clock.jump(Duration.ofHours(-1));

    assertThat(clock.instant()).isEqualTo("2025-12-31T23:00:00Z");
    assertThat(clock.ticker().getAsLong()).isEqualTo(before);
  }
}
