package online.speka.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import org.junit.jupiter.api.Test;

class WholeTest {

  private static final Instant ACCEPTED = Facts.ACCEPTED;

  private final Random random = new Random(11);
  private final JobId request = Facts.jobId(random);

  @Test
  void aRequestIsOpenUntilEveryPartHasEnded() {
    assertThat(Whole.of(List.of(part(0, Outcome.Status.COMPLETED, 1)))).isEmpty();
    assertThat(
            Whole.of(
                List.of(
                    part(2, Outcome.Status.COMPLETED, 1), part(0, Outcome.Status.COMPLETED, 1))))
        .isEmpty();
  }

  @Test
  void aCompletedRequestUsedWhatItsPartsUsedAndTookFromTheFirstStartToTheLastFrame() {
    // Given
    Outcome late = part(1, 20, 100, 50, 500);
    Outcome early = part(0, 5, 10, 30, 200);
    Outcome last = part(2, 40, 40, 60, 900);

    // When
    Outcome whole = Whole.of(List.of(last, early, late)).orElseThrow();

    // Then
    assertThat(whole.job().id()).isEqualTo(request);
    assertThat(whole.job().part()).isNull();
    assertThat(whole.status()).isEqualTo(Outcome.Status.COMPLETED);
    assertThat(whole.cause()).isEqualTo(Cause.FINISHED);
    assertThat(whole.usage()).isEqualTo(Usage.of(65, 0));
    assertThat(whole.at()).isEqualTo(last.at());
    assertThat(whole.timings())
        .isEqualTo(
            new Timings(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(960)));
    assertThat(whole.job().demand().promptTokens()).isEqualTo(30);
    assertThat(whole.job().demand().reservation()).isEqualTo(new MicroCredits(3000));
    assertThat(whole.job().window()).isEqualTo(early.job().window());
  }

  @Test
  void aFailureSpeaksForTheRequestBeforeTheCancellationsItCaused() {
    Outcome whole =
        Whole.of(
                List.of(
                    part(0, Outcome.Status.CANCELLED, 7),
                    part(1, Outcome.Status.COMPLETED, 8),
                    part(2, Outcome.Status.FAILED, 9)))
            .orElseThrow();

    assertThat(whole.status()).isEqualTo(Outcome.Status.FAILED);
    assertThat(whole.usage()).isEqualTo(Usage.NONE);
    assertThat(whole.detail()).startsWith("part 2 of 3: ");
  }

  private Outcome part(int index, Outcome.Status status, long tokens) {
    Job job = Facts.part(Facts.jobId(random), request, index, 3);
    Cause cause = status == Outcome.Status.COMPLETED ? Cause.FINISHED : Cause.ENGINE_ERROR;
    return Facts.outcome(job, Facts.FIRST, status, cause, Usage.of(tokens, 0));
  }

  private Outcome part(int index, long tokens, long queued, long firstToken, long generation) {
    Timings timings =
        new Timings(
            Duration.ofMillis(queued),
            Duration.ofMillis(firstToken),
            Duration.ofMillis(generation));
    return new Outcome(
        Facts.part(Facts.jobId(random), request, index, 3),
        Facts.FIRST,
        Outcome.Status.COMPLETED,
        Cause.FINISHED,
        Usage.of(tokens, 0),
        timings,
        "",
        ACCEPTED.plusMillis(queued + firstToken + generation));
  }
}
