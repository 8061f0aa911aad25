package online.speka.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT0.0000001S, 1ms",
    "PT0.012S, 12ms",
    "PT1S, 1s",
    "PT1.5S, 1.5s",
    "PT59.001S, 59.001s",
    "PT6M, 6m0s",
    "PT6M30.25S, 6m30.25s",
    "PT24H, 24h0m0s"
  })
  void durationsAreWrittenAsGoWritesThem(Duration duration, String text) {
    assertThat(RateLimitHeaders.text(duration)).isEqualTo(text);
  }
}
