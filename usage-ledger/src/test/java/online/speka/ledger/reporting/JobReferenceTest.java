package online.speka.ledger.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.job.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobReferenceTest {

  private static final JobId JOB = JobId.parse("019ca6bd-2afd-70d6-bd7c-294099a8b2df");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "019ca6bd-2afd-70d6-bd7c-294099a8b2df",
        "019ca6bd2afd70d6bd7c294099a8b2df",
        "chatcmpl-019ca6bd2afd70d6bd7c294099a8b2df",
        "req_019ca6bd2afd70d6bd7c294099a8b2df"
      })
  void aJobIsKnownByItsIdAndByWhatItsClientWasGiven(String text) {
    assertThat(JobReference.parse(text)).hasValue(JOB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "chatcmpl-", "019ca6bd-2afd-40d6-bd7c-294099a8b2df", "' or 1=1"})
  void anythingElseIsNoJob(String text) {
    assertThat(JobReference.parse(text)).isEmpty();
  }

  @Test
  void aVeryLongTextIsNoJobEither() {
    assertThat(JobReference.parse("a".repeat(100_000) + "-" + JOB)).isEmpty();
  }
}
