package online.speka.infra.bench.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsResultTest {

  @Test
  void isWholeIfEveryLevelCountsEveryBill() {
    assertThat(new ReportsResult(List.of(level(10, 10), level(100, 100))).isWhole()).isTrue();
  }

  @Test
  void isNotWholeIfOneBillIsMissingOrThereTwice() {
    assertThat(new ReportsResult(List.of(level(10, 10), level(100, 99))).isWhole()).isFalse();
    assertThat(new ReportsResult(List.of(level(10, 11), level(100, 100))).isWhole()).isFalse();
  }

  private static ReportsResult.Level level(long bills, long reported) {
    return new ReportsResult.Level(bills, 5, 1_000, 10.0, reported, List.of());
  }
}
