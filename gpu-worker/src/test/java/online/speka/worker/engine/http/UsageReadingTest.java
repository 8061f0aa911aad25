package online.speka.worker.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class UsageReadingTest {

  private static final UsageBounds BOUNDS = new UsageBounds(1000, 100, 12);

  @Test
  void whatTheServerCountsIsTaken() {
    UsageReading reading =
        read(
            """
            {"prompt_tokens":20,"completion_tokens":7,"total_tokens":27,
             "prompt_tokens_details":{"cached_tokens":16},
             "completion_tokens_details":{"reasoning_tokens":3}}""");

    assertThat(reading.usage()).isEqualTo(new Usage(20, 16, 7, 3));
    assertThat(reading.oddity()).isEmpty();
  }

  @Test
  void detailsMayBeMissingOrNull() {
    assertThat(
            read(
                """
                {"prompt_tokens":20,"completion_tokens":7,"prompt_tokens_details":null}"""))
        .isEqualTo(new UsageReading(Usage.of(20, 7), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"prompt_tokens\":-5,\"completion_tokens\":7}|12|0|7|0",
        "{\"prompt_tokens\":5,\"completion_tokens\":-7}|5|0|9|0",
        "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":7}|1000|0|7|0",
        "{\"prompt_tokens\":5,\"completion_tokens\":101}|5|0|100|0",
        "{\"prompt_tokens\":\"5\",\"completion_tokens\":1.5}|12|0|9|0",
        "{\"prompt_tokens\":5,\"completion_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":6}}|5|5|7|0",
        "{\"prompt_tokens\":5,\"completion_tokens\":7,\"completion_tokens_details\":{\"reasoning_tokens\":-1}}|5|0|7|0",
      })
  void absurdNumbersAreCorrectedAndFlagged(
      String json, long prompt, long cached, long completion, long reasoning) {
    UsageReading reading = read(json);

    assertThat(reading.usage()).isEqualTo(new Usage(prompt, cached, completion, reasoning));
    assertThat(reading.oddity()).startsWith("usage corrected");
  }

  @Test
  void withoutUsageItIsEstimatedAndFlagged() {
    assertThat(UsageReading.estimated(9, BOUNDS).usage()).isEqualTo(Usage.of(12, 9));
    assertThat(UsageReading.estimated(1000, BOUNDS).usage()).isEqualTo(Usage.of(12, 100));
    assertThat(UsageReading.estimated(9, BOUNDS).oddity()).contains("estimated");
  }

  private static UsageReading read(String json) {
    return UsageReading.of(JsonMapper.builder().build().readTree(json), 9, BOUNDS);
  }
}
