package online.speka.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.micrometer.core.instrument.Tag;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.job.TraceContext;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

@WithServices({Service.KAFKA, Service.REDIS})
class DispatcherIT {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private static DispatcherTester tester;
  private static ConfigurableApplicationContext dispatcher;

  @BeforeAll
  static void startDispatcher(KafkaFixture kafka, RedisFixture redis) {
    tester = new DispatcherTester(kafka, redis, "dispatcher", 10);
    dispatcher = tester.startDispatcher("--speka.dispatcher.flowcontrol.no-worker-wait-max=4s");
  }

  @AfterAll
  static void stop() {
    tester.close();
  }

  @Test
  void runsEveryJobOnceAndCommitsItsPlaceWhenItsOutcomeIsKnown(KafkaFixture kafka) {
    // Given
    ModelId model = tester.nextModel();
    FakeWorker worker = startWorker(model, 4).completing();

    // When
    List<Job> jobs = tester.submit(model, Lane.INTERACTIVE, 50);
    jobs.addAll(tester.submit(model, Lane.BATCH, 50));

    // Then
    await()
        .atMost(WAIT_MAX)
        .untilAsserted(() -> assertThat(committed(kafka, model)).isEqualTo(100));
    assertThat(ids(worker.received())).containsExactlyInAnyOrderElementsOf(idsOf(jobs));
    assertThat(DispatcherTester.count(dispatcher, "outcomes", model)).isEqualTo(100);
    assertThat(DispatcherTester.count(dispatcher, "attempts.started", model)).isEqualTo(100);
  }

  @Test
  void givesTheJobsOfADeadWorkerToAnother() {
    // Given
    ModelId model = tester.nextModel();
    FakeWorker first = startWorker(model, 2);
    List<Job> jobs = tester.submit(model, Lane.INTERACTIVE, 2);
    await().atMost(WAIT_MAX).until(() -> first.received().size() == 2);

    // When
    FakeWorker second = startWorker(model, 2).completing();
    first.die();

    // Then
    await()
        .atMost(WAIT_MAX)
        .untilAsserted(
            () -> assertThat(outcomeIds(model)).containsExactlyInAnyOrderElementsOf(idsOf(jobs)));
    assertThat(second.received()).allMatch(a -> a.attempt().number() == 2);
    assertThat(tester.facts(model))
        .filteredOn(AttemptFailed.class::isInstance)
        .hasSize(2)
        .allMatch(fact -> ((AttemptFailed) fact).cause() == Cause.WORKER_LOST);
  }

  @Test
  void keepsJobsWhileRedisIsDownAndAssignsThemWhenItIsBack(RedisFixture redis) {
    // Given one job on a worker
    ModelId model = tester.nextModel();
    FakeWorker worker = startWorker(model, 8);
    List<Job> jobs = tester.submit(model, Lane.INTERACTIVE, 1);
    await().atMost(WAIT_MAX).until(() -> worker.received().size() == 1);

    // When
    redis.kill();
    jobs.addAll(tester.submit(model, Lane.INTERACTIVE, 5));
    await()
        .atMost(WAIT_MAX)
        .until(() -> DispatcherTester.count(dispatcher, "jobs.read", model) == 6);
    redis.restart();
    worker.completing();

    // Then
    await()
        .atMost(WAIT_MAX)
        .untilAsserted(
            () -> assertThat(outcomeIds(model)).containsExactlyInAnyOrderElementsOf(idsOf(jobs)));
    assertThat(worker.received()).hasSize(6);
  }

  @Test
  void endsACancelledJobThatStillWaits() {
    // Given a worker with one slot that is taken
    ModelId model = tester.nextModel();
    FakeWorker worker = startWorker(model, 1);
    tester.submit(model, Lane.INTERACTIVE, 1);
    await().atMost(WAIT_MAX).until(() -> worker.received().size() == 1);
    Job waiting = tester.submit(model, Lane.INTERACTIVE, PATIENCE);

    // When
    tester.cancel(waiting);

    // Then
    await().atMost(WAIT_MAX).until(() -> outcomeIds(model).contains(waiting.id()));
    Outcome outcome = tester.outcomes(model).getFirst();
    assertThat(outcome.status()).isEqualTo(Outcome.Status.CANCELLED);
    assertThat(outcome.cause()).isEqualTo(Cause.CLIENT_GONE);
    assertThat(worker.received()).hasSize(1);
  }

  @Test
  void tellsTheEdgeWhenAJobCannotStartInTime(RedisClient redis) {
    // Given
    ModelId model = tester.nextModel();
    FakeWorker worker = startWorker(model, 1);
    tester.submit(model, Lane.INTERACTIVE, 1);
    await().atMost(WAIT_MAX).until(() -> worker.received().size() == 1);
    List<Frame> published = listen(redis);

    // When
    Job late = tester.submit(model, Lane.INTERACTIVE, Duration.ofSeconds(1));

    // Then
    await()
        .atMost(WAIT_MAX)
        .until(() -> published.stream().anyMatch(f -> f.job().equals(late.id())));
    Frame frame =
        published.stream().filter(f -> f.job().equals(late.id())).findFirst().orElseThrow();
    assertThat(frame.content())
        .isInstanceOfSatisfying(
            Content.Failure.class,
            failure -> assertThat(failure.error().reason()).isEqualTo(ErrorReason.OVERLOADED));
    assertThat(frame.sequence()).isZero();
    assertThat(outcomeIds(model)).contains(late.id());
    assertThat(log(redis, late)).containsExactly(frame);
  }

  @Test
  void turnsJobsAwayWhenTheModelHasNoReadyWorker(RedisClient redis) {
    // Given a worker whose upstream is down
    ModelId model = tester.nextModel();
    tester.startWorker(model, 1).notReady();
    List<Frame> published = listen(redis);

    // When
    Job job = tester.submit(model, Lane.INTERACTIVE, PATIENCE);

    // Then
    await()
        .atMost(WAIT_MAX)
        .until(() -> published.stream().anyMatch(f -> f.job().equals(job.id())));
    assertThat(tester.outcomes(model))
        .singleElement()
        .matches(outcome -> outcome.cause() == Cause.NO_WORKER);
  }

  @Test
  void buriesAJobThatFailsOnceTooOften(KafkaFixture kafka) {
    // Given
    ModelId model = tester.nextModel();
    FakeWorker worker = startWorker(model, 1);
    Job job = tester.submit(model, Lane.INTERACTIVE, 1).getFirst();

    // When it fails whenever it is tried
    for (int attempt = 1; attempt <= 3; attempt++) {
      int number = attempt;
      await().atMost(WAIT_MAX).until(() -> worker.received().size() == number);
      worker.fail(worker.received().getLast(), Cause.ENGINE_ERROR);
    }

    // Then
    await().atMost(WAIT_MAX).until(() -> outcomeIds(model).contains(job.id()));
    assertThat(tester.outcomes(model).getFirst().status()).isEqualTo(Outcome.Status.FAILED);
    assertThat(kafka.readAll(Topics.DEAD_LETTERS))
        .filteredOn(letter -> new String(letter.key(), UTF_8).equals(model.value()))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(
                        new String(letter.headers().lastHeader("speka-dead-reason").value(), UTF_8))
                    .isEqualTo("ENGINE_ERROR"));
  }

  @Test
  void carriesTheTraceOn() {
    // Given
    ModelId model = tester.nextModel();
    FakeWorker worker = startWorker(model, 1);
    TraceContext trace =
        new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    // When
    tester.submit(model, Lane.INTERACTIVE, PATIENCE, trace);

    // Then
    await().atMost(WAIT_MAX).until(() -> worker.received().size() == 1);
    TraceContext atWorker = worker.received().getFirst().job().trace();
    assertThat(atWorker).isNotNull();
    assertThat(atWorker.traceId()).isEqualTo(trace.traceId());
    assertThat(atWorker.spanId()).isNotEqualTo(trace.spanId());
  }

  @Test
  void holdsOnlyALittleOfALongBacklogInMemory() {
    // Given no worker
    ModelId model = tester.nextModel();

    // When
    tester.submit(model, Lane.BATCH, 2_000);

    // Then
    await()
        .during(Duration.ofSeconds(2))
        .atMost(WAIT_MAX)
        .until(() -> waiting(model) >= 64 && waiting(model) <= 64 + 128);
  }

  @Test
  void saysThatItIsReadyAndShowsItsMetrics() throws Exception {
    // Given
    ModelId model = tester.nextModel();

    // When
    HttpResponse<String> readiness = get("/actuator/health/readiness");
    HttpResponse<String> prometheus = get("/actuator/prometheus");

    // Then
    assertThat(readiness.statusCode()).isEqualTo(200);
    assertThat(prometheus.body())
        .contains("speka_dispatcher_queue_depth{")
        .contains("model=\"" + model + "\"")
        .contains("speka_dispatcher_queue_oldest_wait")
        .contains("speka_dispatcher_slots")
        .contains("speka_dispatcher_commit_pack_bytes");
  }

  private static FakeWorker startWorker(ModelId model, int slots) {
    double before = slots(model);
    FakeWorker worker = tester.startWorker(model, slots);
    DispatcherTester.awaitSlots(dispatcher, model, (int) before + slots);
    return worker;
  }

  private static double slots(ModelId model) {
    return DispatcherTester.gauge(dispatcher, "slots", model, Tag.of("state", "total"));
  }

  private static double waiting(ModelId model) {
    return DispatcherTester.gauge(dispatcher, "queue.depth", model, Tag.of("lane", "batch"));
  }

  /// Sum of the committed offsets of the model's shards, when nothing is unfinished in any.
  private static long committed(KafkaFixture kafka, ModelId model) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        kafka
            .admin()
            .listConsumerGroupOffsets(Topics.DISPATCHER_GROUP)
            .partitionsToOffsetAndMetadata()
            .get();
    return offsets.entrySet().stream()
        .filter(
            entry ->
                Topics.parseJobs(entry.getKey().topic())
                    .filter(topic -> topic.model().equals(model))
                    .isPresent())
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  private static List<Frame> listen(RedisClient redis) {
    List<Frame> frames = new CopyOnWriteArrayList<>();
    var connection = redis.connectPubSub(ByteArrayCodec.INSTANCE);
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void smessage(byte[] channel, byte[] message) {
            FrameCodec.decode(message, frames::add);
          }
        });
    connection.sync().ssubscribe(RedisNames.edgeChannel(DispatcherTester.EDGE).getBytes(UTF_8));
    return frames;
  }

  private static List<Frame> log(RedisClient redis, Job job) {
    List<Frame> frames = new ArrayList<>();
    try (var connection = redis.connect(ByteArrayCodec.INSTANCE)) {
      connection
          .sync()
          .xrange(RedisNames.replayLog(job.id()).getBytes(UTF_8), Range.unbounded())
          .forEach(
              entry -> entry.getBody().values().forEach(b -> FrameCodec.decode(b, frames::add)));
    }
    return frames;
  }

  private static HttpResponse<String> get(String path) throws Exception {
    int port = ((WebServerApplicationContext) dispatcher).getWebServer().getPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static List<JobId> outcomeIds(ModelId model) {
    return tester.outcomes(model).stream().map(outcome -> outcome.job().id()).toList();
  }

  private static List<JobId> ids(List<Assignment> assignments) {
    return assignments.stream().map(assignment -> assignment.job().id()).toList();
  }

  private static Set<JobId> idsOf(List<Job> jobs) {
    return jobs.stream().map(Job::id).collect(Collectors.toSet());
  }
}
