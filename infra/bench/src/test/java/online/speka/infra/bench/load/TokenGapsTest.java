package online.speka.infra.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenGapsTest {

  private final List<Long> gaps = new ArrayList<>();
  private long nanos;

  @Test
  void betweenThreeTokensAreTwoTimesAndTheWaitForTheFirstIsNone() {
    // Given
    TokenGaps watch = new TokenGaps(() -> nanos, gaps::add);

    // When
    for (long at : new long[] {50, 70, 100}) {
      nanos = at;
      watch.run();
    }

    // Then
    assertThat(gaps).containsExactly(20L, 30L);
  }
}
