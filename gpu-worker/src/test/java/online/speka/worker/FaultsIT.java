package online.speka.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static online.speka.worker.WorkerTester.SOON;
import static online.speka.worker.WorkerTester.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a worker makes of services that go away and come back, and of attempts newer than its own.
@WithServices({Service.KAFKA, Service.REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {

  private WorkerTester worker;
  private RedisFixture redis;
  private KafkaFixture kafka;

  @BeforeEach
  void start(KafkaFixture kafkaFixture, RedisFixture redisFixture) {
    redis = redisFixture;
    kafka = kafkaFixture;
    if (worker == null) {
      worker = new WorkerTester(kafka, redis, "speka.worker.publishing.job-buffer-max=64KB");
    }
    await().atMost(SOON).until(() -> worker.health().contains("\"UP\""));
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void aStreamSurvivesTheDeathOfRedis() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "pace 1 2000");
    await().atMost(SOON).until(() -> worker.heard(job.id()).size() > 100);

    // When
    redis.kill();
    redis.restart();

    // Then: whatever the edge has missed while it was away lies in the log, without gap or repeat
    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptions()
        .until(() -> last(job) instanceof Content.End);
    assertThat(worker.log(job.id()))
        .extracting(Frame::sequence)
        .isEqualTo(IntStream.rangeClosed(0, 2000).boxed().toList());
    assertThat(worker.events(job.id())).singleElement().isInstanceOf(Outcome.class);
  }

  private Content last(Job job) {
    List<Frame> log = worker.log(job.id());
    return log.isEmpty() ? null : log.getLast().content();
  }

  @Test
  void aRedisThatLostItsDataGetsTheStreamFromTheWorker() {
    // Given: a stream in its middle
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "hang 50");
    await().atMost(SOON).until(() -> worker.log(job.id()).size() == 50);

    // When
    redis.flush();
    redis.kill();
    redis.restart();

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(worker.log(job.id()))
                    .extracting(Frame::sequence)
                    .hasSize(50)
                    .isSorted()
                    .startsWith(0)
                    .endsWith(49));
    assertThat(worker.logExpiryMillis(job.id())).isPositive();
    await().atMost(SOON).until(() -> cancelled(job));
  }

  private boolean cancelled(Job job) {
    worker.cancel(job.id());
    return !worker.events(job.id()).isEmpty();
  }

  @Test
  void assignmentsAreTakenAgainAfterRedisWasAway() {
    // Given
    redis.kill();
    redis.restart();

    // When
    Job job = Jobs.streaming("test/steady");
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> {
              worker.assign(job, 1, "say 3");
              return true;
            });

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> last(job) instanceof Content.End);
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> worker.heartbeat().isPresent() && worker.health().contains("\"UP\""));
  }

  @Test
  void whatWasTakenAndNotHeldIsTakenAgain() {
    // Given: an assignment that was moved without the worker's hearing of it
    Job job = Jobs.streaming("test/steady");
    var _ =
        worker
            .redis()
            .sync()
            .lpush(
                RedisNames.taken(worker.id()).getBytes(US_ASCII),
                AssignmentCodec.encode(new Assignment(job, new Attempt(1, 1), ascii("say 3"))));

    // When
    redis.kill();
    redis.restart();

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> last(job) instanceof Content.End);
  }

  @Test
  void theEndWaitsUntilKafkaHasTheOutcome() {
    // Given
    Job job = Jobs.streaming("test/steady");
    kafka.freeze();
    try {
      // When
      worker.assign(job, 1, "say 3");

      // Then: the tokens come, their end does not
      await().atMost(SOON).until(() -> worker.heard(job.id()).size() == 3);
      await().atMost(SOON).until(() -> worker.get("/inflight").equals("0"));
      await()
          .during(Duration.ofMillis(500))
          .atMost(SOON)
          .until(() -> worker.heard(job.id()).size() == 3);
      // and lies where the dispatcher finds it, should this worker die with the outcome written
      assertThat(keptEnd(job))
          .singleElement()
          .satisfies(
              frame -> {
                assertThat(frame.sequence()).isEqualTo(3);
                assertThat(frame.content()).isInstanceOf(Content.End.class);
              });
    } finally {
      kafka.thaw();
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> worker.answer(job.id()).endsWith("[end]"));
    assertThat(worker.events(job.id())).isNotEmpty();
  }

  private List<Frame> keptEnd(Job job) {
    List<Frame> frames = new ArrayList<>();
    byte[] kept = worker.redis().sync().get(RedisNames.keptEnd(job.id()).getBytes(US_ASCII));
    FrameCodec.decode(kept, frames::add);
    return frames;
  }

  @Test
  void anAssignmentOfAFormerOwnerIsRefused() {
    // Given
    Job current = Jobs.streaming("test/once");
    worker.assign(current, new Attempt(9, 1), "say 1");
    await().atMost(SOON).until(() -> worker.answer(current.id()).endsWith("[end]"));
    Job stale = Jobs.streaming("test/once");

    // When
    worker.assign(stale, new Attempt(8, 1), "say 1");

    // Then
    await()
        .atMost(SOON)
        .until(() -> worker.count("speka.worker.assignments", Map.of("kind", "stale")) == 1);
    assertThat(worker.log(stale.id())).isEmpty();
    assertThat(worker.events(stale.id())).isEmpty();
  }

  @Test
  void aWorkerThatWasThoughtDeadSaysNothingMore() {
    // Given: a newer attempt has written to the log while this one runs
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "hang 3");
    await().atMost(SOON).until(() -> worker.log(job.id()).size() == 3);
    Job flooding = Jobs.streaming("test/steady");
    worker.assign(flooding, 1, "pace 20 200");
    await().atMost(SOON).until(() -> !worker.log(flooding.id()).isEmpty());
    double silent = worker.count("speka.worker.jobs.ended", Map.of("status", "silent"));

    // When
    write(flooding, new Attempt(1, 2), 0);

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> worker.count("speka.worker.jobs.ended", Map.of("status", "silent")) > silent);
    assertThat(worker.events(flooding.id())).isEmpty();
    assertThat(worker.log(flooding.id()).getLast().attempt()).isEqualTo(new Attempt(1, 2));
    assertThat(worker.count("speka.worker.log.appends", Map.of("result", "superseded")))
        .isPositive();
    // and the other job is none the worse
    worker.cancel(job.id());
    assertThat(worker.awaitEvent(job.id())).isInstanceOf(Outcome.class);
  }

  private void write(Job job, Attempt attempt, int sequence) {
    Frame frame = new Frame(job.id(), attempt, sequence, true, null, new Content.Chunk(ascii("x")));
    var _ =
        worker
            .redis()
            .sync()
            .xadd(
                RedisNames.replayLog(job.id()).getBytes(US_ASCII),
                new XAddArgs().id(new LogPosition(attempt, sequence).entryId()),
                RedisNames.REPLAY_LOG_FIELD.getBytes(US_ASCII),
                FrameCodec.encode(List.of(frame)));
  }

  @Test
  void aNewerAttemptOnTheSameWorkerReplacesTheOlder() {
    // Given
    Job job = Jobs.streaming("test/steady");
    worker.assign(job, 1, "hang 3");
    await().atMost(SOON).until(() -> worker.log(job.id()).size() == 3);

    // When
    worker.assign(job, 2, "say 5");

    // Then
    await().atMost(SOON).until(() -> worker.answer(job.id()).endsWith("[end]"));
    assertThat(worker.answer(job.id())).isEqualTo("t0 t1 t2 t3 t4 [end]");
    assertThat(worker.events(job.id()))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.class, outcome -> assertThat(outcome.attempt()).isEqualTo(new Attempt(1, 2)));
  }

  @Test
  void aModelThatIsNotServedGoesBack() {
    Job job = Jobs.streaming("test/unknown");

    worker.assign(job, 1, "say 5");

    assertThat(worker.awaitEvent(job.id()))
        .isInstanceOfSatisfying(
            AttemptFailed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.ENGINE_ERROR));
  }
}
