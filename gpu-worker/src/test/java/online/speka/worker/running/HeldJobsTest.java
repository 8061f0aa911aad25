package online.speka.worker.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.worker.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

@Timeout(30)
class HeldJobsTest {

  private final Job job = Jobs.streaming("m");
  private long nowNanos;
  private final HeldJobs jobs =
      new HeldJobs(
          new RunningProperties(
              2,
              DataSize.ofBytes(100),
              10,
              3,
              Duration.ofSeconds(60),
              2,
              Duration.ofSeconds(10),
              Duration.ofSeconds(5)),
          () -> nowNanos);

  @Test
  void anAttemptIsHeldOnceAlsoAfterItsEnd() {
    HeldJob held = jobs.hold(assignment(job, 1, 1)).orElseThrow();
    assertThat(jobs.hold(assignment(job, 1, 1))).isEmpty();

    jobs.release(held);

    assertThat(jobs.hold(assignment(job, 1, 1))).isEmpty();
    assertThat(jobs.keys()).isEmpty();
  }

  @Test
  void aNewerAttemptReplacesAnOlderOne() throws Exception {
    HeldJob older = jobs.hold(assignment(job, 1, 1)).orElseThrow();

    HeldJob newer = jobs.hold(assignment(job, 1, 2)).orElseThrow();

    assertThat(older.stopReason()).isEqualTo(StopReason.SUPERSEDED);
    assertThat(newer.stopReason()).isNull();
    assertThat(jobs.keys()).containsExactly(newer.key());
    jobs.release(newer);
    assertThat(jobs.awaitNone(Duration.ZERO)).isFalse();
    jobs.release(older);
    assertThat(jobs.awaitNone(Duration.ZERO)).isTrue();
  }

  @Test
  void anOlderAttemptDoesNotReplaceANewerOne() {
    HeldJob newer = jobs.hold(assignment(job, 1, 2)).orElseThrow();

    assertThat(jobs.hold(assignment(job, 1, 1))).isEmpty();
    assertThat(newer.stopReason()).isNull();
  }

  @Test
  void roomIsBoundedInNumberAndInBytes() throws Exception {
    HeldJob large = jobs.hold(assignment(Jobs.streaming("m"), 100, 1)).orElseThrow();
    Thread waiting = waiting();
    assertThat(waiting.join(Duration.ofMillis(50))).isFalse();
    jobs.release(large);
    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();

    HeldJob first = jobs.hold(assignment(Jobs.streaming("m"), 1, 1)).orElseThrow();
    var _ = jobs.hold(assignment(Jobs.streaming("m"), 1, 1)).orElseThrow();
    waiting = waiting();
    assertThat(waiting.join(Duration.ofMillis(50))).isFalse();
    jobs.release(first);
    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aCancelReachesAHeldJobOrWaitsForIt() {
    HeldJob held = jobs.hold(assignment(job, 1, 1)).orElseThrow();
    jobs.cancel(job.id());
    assertThat(held.stopReason()).isEqualTo(StopReason.CLIENT_GONE);
    assertThat(held.cancellation().isCancelled()).isTrue();

    Job later = Jobs.streaming("m");
    jobs.cancel(later.id());
    assertThat(jobs.hold(assignment(later, 1, 1)).orElseThrow().stopReason())
        .isEqualTo(StopReason.CLIENT_GONE);
  }

  @Test
  void earlyCancelsAreBoundedInNumberAndInTime() {
    EarlyCancels cancels = new EarlyCancels(3, 100);
    JobId[] ids = new JobId[4];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Jobs.newId();
      cancels.remember(ids[i], i);
    }
    assertThat(cancels.size()).isEqualTo(3);
    assertThat(cancels.take(ids[0], 4)).isFalse();
    assertThat(cancels.take(ids[1], 4)).isTrue();
    assertThat(cancels.take(ids[1], 4)).isFalse();
    assertThat(cancels.take(ids[2], 102)).isFalse();

    cancels.remember(Jobs.newId(), 200);
    assertThat(cancels.size()).isEqualTo(1);
  }

  @Test
  void whatOutrunsItsDeadlineIsStopped() {
    HeldJob running = jobs.hold(assignment(job, 1, 1)).orElseThrow();
    assertThat(running.begin()).isTrue();
    Instant deadline = job.window().deadline();

    jobs.stopOverdue(deadline);
    assertThat(running.stopReason()).isNull();

    jobs.stopOverdue(deadline.plusMillis(1));
    assertThat(running.stopReason()).isEqualTo(StopReason.OVERDUE);
    assertThat(running.cancellation().isCancelled()).isTrue();
  }

  @Test
  void drainingHandsBackWhatHasNotBegunAndWhatStillComes() {
    HeldJob running = jobs.hold(assignment(Jobs.streaming("m"), 1, 1)).orElseThrow();
    assertThat(running.begin()).isTrue();
    HeldJob waiting = jobs.hold(assignment(job, 1, 1)).orElseThrow();
    assertThat(jobs.generating()).isEqualTo(1);

    jobs.drain();

    assertThat(running.stopReason()).isNull();
    assertThat(waiting.stopReason()).isEqualTo(StopReason.DRAINING);
    assertThat(waiting.begin()).isFalse();
    assertThat(jobs.hold(assignment(Jobs.streaming("m"), 1, 1)).orElseThrow().stopReason())
        .isEqualTo(StopReason.DRAINING);
    jobs.stopAll();
    assertThat(running.stopReason()).isEqualTo(StopReason.DRAINING);
  }

  @Test
  void beingSupersededOverridesEveryOtherReason() {
    HeldJob held = jobs.hold(assignment(job, 1, 1)).orElseThrow();
    held.stop(StopReason.CLIENT_GONE);
    held.stop(StopReason.DRAINING);
    assertThat(held.stopReason()).isEqualTo(StopReason.CLIENT_GONE);

    held.stop(StopReason.SUPERSEDED);

    assertThat(held.stopReason()).isEqualTo(StopReason.SUPERSEDED);
  }

  private Thread waiting() {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                jobs.awaitRoom();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static Assignment assignment(Job job, int bytes, int attempt) {
    return new Assignment(job, new Attempt(1, attempt), new byte[bytes]);
  }
}
