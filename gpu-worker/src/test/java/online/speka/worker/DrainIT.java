package online.speka.worker;

import static online.speka.worker.WorkerTester.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A worker that is told to stop.
@WithServices({Service.KAFKA, Service.REDIS})
class DrainIT {

  private WorkerTester worker;

  @BeforeEach
  void start(KafkaFixture kafka, RedisFixture redis) {
    worker =
        new WorkerTester(
            kafka,
            redis,
            "speka.worker.lifecycle.drain-max=3s",
            "speka.worker.lifecycle.break-off-max=1s");
  }

  @AfterEach
  void stop() {
    worker.close();
  }

  @Test
  void aDrainingWorkerLosesNothingAndLeavesTheList() throws Exception {
    // Given: a job that can be continued, one that cannot, one that has said nothing, one that does
    // not obey, and two that wait for a slot
    Job steady = Jobs.streaming("test/steady");
    Job silent = Jobs.streaming("test/once");
    Job once = Jobs.streaming("test/once");
    Job deaf = Jobs.streaming("test/steady");
    Job waitingSteady = Jobs.streaming("test/steady");
    Job waitingOnce = Jobs.streaming("test/once");
    worker.assign(steady, 1, "hang 3");
    worker.assign(deaf, 1, "deaf 3");
    worker.assign(silent, 1, "hang 0");
    worker.assign(once, 1, "hang 3");
    await().atMost(SOON).until(() -> worker.get("/inflight").equals("4"));
    worker.assign(waitingSteady, 1, "say 3");
    worker.assign(waitingOnce, 1, "say 3");
    await()
        .atMost(SOON)
        .until(() -> worker.heartbeat().filter(beat -> beat.running().size() == 6).isPresent());

    // When
    Thread draining = Thread.ofVirtual().start(worker::drain);

    // Then: the heartbeat says so, and what waits is handed back at once
    await()
        .atMost(SOON)
        .until(() -> worker.heartbeat().filter(beat -> beat.draining()).isPresent());
    assertHandedBack(waitingSteady);
    assertHandedBack(waitingOnce);
    Job late = Jobs.streaming("test/steady");
    worker.assign(late, 1, "say 3");
    assertHandedBack(late);

    // and what runs is broken off when the time is over
    assertThat(draining.join(Duration.ofSeconds(30))).isTrue();
    assertHandedBack(steady);
    assertHandedBack(silent);
    assertThat(worker.awaitEvent(once.id()))
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> {
              assertThat(outcome.cause()).isEqualTo(Cause.CANNOT_CONTINUE);
              assertThat(outcome.usage()).isEqualTo(Usage.of(3, 3));
            });
    await().atMost(SOON).until(() -> worker.answer(once.id()).endsWith("<UPSTREAM_ERROR>"));
    assertThat(worker.events(deaf.id())).isEmpty();
    assertThat(worker.hasLeft()).isTrue();
  }

  @Test
  void runningJobsMayFinish() throws Exception {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "pace 1 300");
    await().atMost(SOON).until(() -> !worker.heard(job.id()).isEmpty());

    // When
    worker.drain();

    // Then
    assertThat(worker.answer(job.id())).endsWith("[end]").doesNotContain("gap");
    assertThat(worker.events(job.id()))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED));
    assertThat(worker.hasLeft()).isTrue();
  }

  private void assertHandedBack(Job job) {
    assertThat(worker.awaitEvent(job.id()))
        .isInstanceOfSatisfying(
            AttemptFailed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.WORKER_DRAINING));
  }
}
