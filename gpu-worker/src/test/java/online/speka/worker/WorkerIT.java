package online.speka.worker;

import static online.speka.worker.WorkerTester.SOON;
import static online.speka.worker.WorkerTester.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.RedisNames;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// One worker, many jobs.
@WithServices({Service.KAFKA, Service.REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerIT {

  private WorkerTester worker;

  @BeforeEach
  void start(KafkaFixture kafka, RedisFixture redis) {
    if (worker == null) {
      worker = new WorkerTester(kafka, redis);
    }
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void anAssignedJobIsAnsweredFrameByFrameAndItsOutcomeIsDurable() {
    // Given
    Job job = Jobs.streaming("test/steady");

    // When
    worker.assign(job, 1, "say 3");

    // Then
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    assertThat(worker.answer(job.id())).isEqualTo("t0 t1 t2 [end]");
    assertThat(worker.events(job.id()))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
              assertThat(outcome.cause()).isEqualTo(Cause.FINISHED);
              assertThat(outcome.usage()).isEqualTo(Usage.of(3, 3));
              assertThat(outcome.job()).isEqualTo(job);
            });
    List<Frame> log = worker.log(job.id());
    assertThat(log).extracting(Frame::sequence).containsExactly(0, 1, 2, 3);
    assertThat(log.getLast().content()).isInstanceOf(Content.End.class);
    assertThat(worker.logExpiryMillis(job.id()))
        .isBetween(1L, RedisNames.REPLAY_LOG_KEPT.toMillis());
  }

  @Test
  void theFirstFrameCarriesTheWorkersSpanInTheTraceOfTheJob() {
    // Given
    Job job = Jobs.streaming("test/steady");

    // When
    worker.assign(job, 1, "say 2");

    // Then
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    assertThat(worker.heard(job.id()).getFirst().trace())
        .satisfies(
            trace -> {
              assertThat(trace.traceId()).isEqualTo(Jobs.TRACE.traceId());
              assertThat(trace.spanId()).isNotEqualTo(Jobs.TRACE.spanId());
            });
    assertThat(worker.heard(job.id()).subList(1, 3)).allMatch(frame -> frame.trace() == null);
  }

  @Test
  void aCancelledJobFreesItsSlotAndIsBilledForWhatWasGenerated() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "hang 4");
    await().atMost(SOON).until(() -> worker.heard(job.id()).size() == 4);

    // When
    worker.cancel(job.id());

    // Then
    assertThat(worker.awaitEvent(job.id()))
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Outcome.Status.CANCELLED);
              assertThat(outcome.cause()).isEqualTo(Cause.CLIENT_GONE);
              assertThat(outcome.usage()).isEqualTo(Usage.of(3, 4));
            });
    await().atMost(SOON).until(() -> worker.get("/inflight").equals("0"));
  }

  @Test
  void aCancelThatComesBeforeItsJobIsRemembered() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.cancel(job.id());

    // When
    worker.assign(job, 1, "say 3");

    // Then
    assertThat(worker.awaitEvent(job.id()))
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Outcome.Status.CANCELLED);
              assertThat(outcome.usage()).isEqualTo(Usage.NONE);
            });
    assertThat(worker.heard(job.id())).isEmpty();
  }

  @Test
  void anExpiredJobIsEvictedAndItsClientTold() {
    // Given
    Job job = Jobs.job("test/steady", true, Jobs.EDGE, Duration.ZERO);

    // When
    worker.assign(job, 1, "say 3");

    // Then
    await().atMost(SOON).until(() -> !worker.heard(job.id()).isEmpty());
    assertThat(worker.answer(job.id())).isEqualTo("<" + ErrorReason.TIMEOUT + ">");
    assertThat(worker.events(job.id()))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Outcome.Status.EVICTED);
              assertThat(outcome.cause()).isEqualTo(Cause.DEADLINE_PASSED);
            });
  }

  @Test
  void aRefusedRequestFailsWithTheEnginesWords() {
    // Given
    Job job = Jobs.document("test/steady");

    // When
    worker.assign(job, 1, "refuse");

    // Then
    await().atMost(SOON).until(() -> !worker.heard(job.id()).isEmpty());
    assertThat(worker.heard(job.id()).getFirst().content())
        .isInstanceOfSatisfying(
            Content.Failure.class,
            failure -> {
              assertThat(failure.error().message()).isEqualTo("not like this");
              assertThat(failure.error().param()).isEqualTo("temperature");
            });
    assertThat(worker.events(job.id()))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.class, outcome -> assertThat(outcome.cause()).isEqualTo(Cause.INVALID_REQUEST));
  }

  @Test
  void anEngineThatThrowsCostsOneAttempt() {
    // Given
    Job job = Jobs.streaming("test/steady");

    // When
    worker.assign(job, 1, "throw");

    // Then
    assertThat(worker.awaitEvent(job.id()))
        .isInstanceOfSatisfying(
            AttemptFailed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.ENGINE_ERROR));
    assertThat(worker.heard(job.id())).isEmpty();
  }

  @Test
  void aSecondAttemptGoesOnWhereTheFirstBrokeOff() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "break 5");
    assertThat(worker.awaitEvent(job.id())).isInstanceOf(AttemptFailed.class);

    // When
    worker.assign(job, 2, "break 5");

    // Then
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    assertThat(worker.answer(job.id())).isEqualTo("t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 [end]");
    assertThat(worker.heard(job.id())).hasSize(11);
    assertThat(worker.log(job.id())).extracting(Frame::sequence).hasSize(11).isSorted();
  }

  @Test
  void whatCannotBeContinuedEndsWithAnErrorBehindWhatWasDelivered() {
    // Given: an attempt whose worker died in mid-stream
    Job job = Jobs.streaming("test/once");
    worker.assign(job, 1, "break 5");
    assertThat(worker.awaitEvent(job.id()))
        .isInstanceOfSatisfying(
            Outcome.class,
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
              assertThat(outcome.cause()).isEqualTo(Cause.CANNOT_CONTINUE);
              assertThat(outcome.usage()).isEqualTo(Usage.of(3, 5));
            });

    // Then
    await().atMost(SOON).until(() -> worker.heard(job.id()).size() == 6);
    assertThat(worker.answer(job.id())).isEqualTo("t0 t1 t2 t3 t4 <UPSTREAM_ERROR>");
  }

  @Test
  void aJobThatWasOverAlreadyIsNotRunAgain() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "say 2");
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    double silent = worker.count("speka.worker.jobs.ended", Map.of("status", "silent"));

    // When
    worker.assign(job, 2, "say 2");

    // Then
    await()
        .atMost(SOON)
        .until(() -> worker.count("speka.worker.jobs.ended", Map.of("status", "silent")) > silent);
    assertThat(worker.events(job.id())).hasSize(1);
    assertThat(worker.heard(job.id())).hasSize(3);
  }

  @Test
  void aLargeDocumentStaysInTheLogAndOnlyItsArrivalIsPublished() {
    // Given
    Job job = Jobs.document("test/steady");

    // When
    worker.assign(job, 1, "large 300000");

    // Then
    await().atMost(SOON).until(() -> !worker.heard(job.id()).isEmpty());
    assertThat(worker.heard(job.id()))
        .singleElement()
        .satisfies(
            frame -> {
              assertThat(frame.content()).isInstanceOf(Content.Stored.class);
              assertThat(frame.sequence()).isEqualTo(4);
            });
    List<Frame> log = worker.log(job.id());
    assertThat(log).extracting(Frame::sequence).containsExactly(0, 1, 2, 3, 4);
    assertThat(log.getLast().content()).isInstanceOf(Content.End.class);
    assertThat(String.join("", log.stream().map(WorkerTester::text).toList())).hasSize(300_000);
  }

  @Test
  void anAssignmentThatCannotBeReadIsCountedAndDropped() {
    // Given
    double before = worker.count("speka.worker.assignments", Map.of("kind", "malformed"));
    Job job = Jobs.streaming("test/steady");

    // When
    worker.push(ascii("nonsense"));
    worker.assign(job, 1, "say 1");

    // Then
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    assertThat(worker.count("speka.worker.assignments", Map.of("kind", "malformed")))
        .isEqualTo(before + 1);
  }

  @Test
  void anAssignmentThatIsRepeatedRunsOnce() {
    // Given
    Job job = Jobs.streaming("test/steady");

    // When
    worker.assign(job, 1, "say 2");
    worker.assign(job, 1, "say 2");
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    worker.assign(job, 1, "say 2");
    Job last = Jobs.streaming("test/steady");
    worker.assign(last, 1, "say 2");

    // Then
    await().atMost(SOON).until(() -> worker.answer(last.id()).endsWith("[end]"));
    assertThat(worker.heard(job.id())).hasSize(3);
    assertThat(worker.events(job.id())).hasSize(1);
  }

  @Test
  void theHeartbeatNamesModelsAndHeldJobs() {
    // Given: more jobs than slots
    List<Job> jobs =
        List.of(
            Jobs.streaming("test/steady"),
            Jobs.streaming("test/steady"),
            Jobs.streaming("test/steady"));

    // When
    jobs.forEach(job -> worker.assign(job, 1, "hang 1"));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(worker.heartbeat())
                    .hasValueSatisfying(
                        beat -> {
                          assertThat(beat.running())
                              .extracting(running -> running.job())
                              .containsAll(jobs.stream().map(Job::id).toList());
                          assertThat(beat.models())
                              .allMatch(model -> model.ready() && model.slots() == 2)
                              .hasSize(2);
                          assertThat(beat.draining()).isFalse();
                        }));
    assertThat(worker.get("/inflight")).isEqualTo("2");
    jobs.forEach(job -> worker.cancel(job.id()));
    await().atMost(SOON).until(() -> worker.heartbeat().orElseThrow().running().isEmpty());
  }

  @Test
  void metricsAddUp() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "say 3");
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));

    // Then: accepted = ended + held
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(worker.count("speka.worker.jobs.accepted", Map.of()))
                    .isEqualTo(worker.count("speka.worker.jobs.ended", Map.of())));
    assertThat(worker.get("/actuator/prometheus"))
        .contains(
            "gen_ai_server_time_to_first_token_seconds_bucket",
            "gen_ai_server_time_per_output_token_seconds",
            "gen_ai_server_request_duration_seconds",
            "gen_ai_client_token_usage",
            "speka_worker_slots_used");
  }
}
