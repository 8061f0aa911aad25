package online.speka.infra.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.job.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPairsTest {

  @Test
  void aRequestsIdNamesItsJob() {
    assertThat(StreamPairs.jobOf("req_01980000000070008000000000000001"))
        .contains(JobId.parse("01980000-0000-7000-8000-000000000001"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01980000000070008000000000000001",
        "req_0198000000007000800000000000000",
        "req_019800000000700080000000000000012",
        "req_0198000000007000800000000000000x",
        // Version 4: no job's.
        "req_01980000000040008000000000000001"
      })
  void anythingElseNamesNone(String requestId) {
    assertThat(StreamPairs.jobOf(requestId)).isEmpty();
  }
}
