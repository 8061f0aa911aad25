package online.speka.worker.running;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.usage.Usage;
import online.speka.worker.Jobs;
import org.junit.jupiter.api.Test;

class ContinuationTest {

  private final Job job = Jobs.streaming("m");
  private final HeldJob held = new HeldJob(new Assignment(job, new Attempt(3, 2), new byte[0]));

  @Test
  void anEmptyLogMeansAFreshStart() {
    assertThat(Continuation.of(held, null, false, false)).isEqualTo(Continuation.FRESH);
  }

  @Test
  void aDeterministicEngineGoesOnBehindTheLastFrame() {
    assertThat(Continuation.of(held, tail(1, 7, true, chunk()), true, false))
        .isEqualTo(new Continuation.Run(7));
  }

  @Test
  void withoutAPromiseOfTheSameFramesItCannotGoOn() {
    assertCannot(Continuation.of(held, tail(1, 7, true, chunk()), false, false));
    assertCannot(Continuation.of(held, tail(1, 7, false, chunk()), true, false));
  }

  private static void assertCannot(Continuation continuation) {
    assertThat(continuation)
        .isInstanceOfSatisfying(
            Continuation.Over.class,
            over -> {
              assertThat(over.after()).isEqualTo(7);
              assertThat(over.verdict())
                  .isInstanceOfSatisfying(
                      Verdict.Finish.class,
                      finish -> {
                        assertThat(finish.cause()).isEqualTo(Cause.CANNOT_CONTINUE);
                        assertThat(finish.usage()).isEqualTo(Usage.of(12, 7));
                      });
            });
  }

  @Test
  void aLogThatHasEndedEndsTheAttemptInSilence() {
    for (Content last :
        new Content[] {
          new Content.End(new byte[0]),
          new Content.Failure(ApiError.of(ErrorReason.TIMEOUT, "late"))
        }) {
      assertThat(Continuation.of(held, tail(1, 7, true, last), true, false))
          .isInstanceOfSatisfying(
              Continuation.Over.class,
              over -> assertThat(over.verdict()).isInstanceOf(Verdict.Silence.class));
    }
  }

  @Test
  void aNewerAttemptInTheLogEndsThisOneInSilence() {
    assertThat(Continuation.of(held, tail(3, 7, true, chunk()), true, false))
        .isInstanceOfSatisfying(
            Continuation.Over.class,
            over -> assertThat(over.verdict()).isInstanceOf(Verdict.Silence.class));
  }

  @Test
  void aDeadlineThatPassedBetweenAttemptsIsToldBehindWhatWasDelivered() {
    assertThat(Continuation.of(held, tail(1, 7, true, chunk()), true, true))
        .isInstanceOfSatisfying(
            Continuation.Over.class,
            over -> {
              assertThat(over.after()).isEqualTo(7);
              assertThat(over.verdict())
                  .isInstanceOfSatisfying(
                      Verdict.Finish.class,
                      finish -> assertThat(finish.cause()).isEqualTo(Cause.DEADLINE_PASSED));
            });
    assertThat(Continuation.of(held, null, true, true))
        .isEqualTo(new Continuation.Over(-1, Verdict.expired()));
  }

  private Frame tail(int attempt, int sequence, boolean replayable, Content content) {
    return new Frame(job.id(), new Attempt(3, attempt), sequence, replayable, null, content);
  }

  private static Content chunk() {
    return new Content.Chunk(new byte[0]);
  }
}
