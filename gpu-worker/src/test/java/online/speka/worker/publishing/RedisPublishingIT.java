package online.speka.worker.publishing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import online.speka.worker.Jobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many streams at the same time through one real connection.
@WithServices(Service.REDIS)
class RedisPublishingIT {

  private static final int JOBS = 30;
  private static final int FRAMES = 400;
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Map<JobId, List<Integer>> heard = new ConcurrentHashMap<>();
  private RedisClient singleUse;
  private RedisClient client;
  private RedisReplayLog logs;
  private RedisFrameTransport transport;
  private FramePublisher publisher;

  @BeforeEach
  void start(RedisFixture redis) {
    client = redis.newClient();
    singleUse = redis.newClient();
    singleUse.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    logs = new RedisReplayLog(client);
    transport =
        new RedisFrameTransport(
            RedisFrameTransport.connections(
                singleUse,
                RedisURI.create(redis.uri()),
                new RedisReconnect.Backoff(timer, Duration.ofMillis(200))),
            logs);
    publisher =
        new FramePublisher(
            // Nothing waits for company, so that writers and answers send against each other.
            new OutboxLimits(
                0,
                1,
                128 * 1024,
                3,
                64 * 1024,
                new OutboxLimits.History(256 * 1024, 64 << 20, 15_000_000_000L)),
            transport,
            PublishingTimer.of(timer),
            PublishingMetrics.NONE,
            new FramePublisher.Time(InstantSource.system(), System::nanoTime));
    publisher.start(Duration.ofSeconds(5));
    subscribe();
  }

  private void subscribe() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection =
        client.connectPubSub(ByteArrayCodec.INSTANCE);
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void smessage(byte[] channel, byte[] message) {
            FrameCodec.decode(
                message,
                frame ->
                    heard
                        .computeIfAbsent(frame.job(), _ -> new CopyOnWriteArrayList<>())
                        .add(frame.sequence()));
          }
        });
    var _ =
        connection
            .async()
            .ssubscribe(RedisNames.edgeChannel(Jobs.EDGE).getBytes(US_ASCII))
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    publisher.close();
    logs.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    singleUse.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    timer.shutdownNow();
  }

  @Test
  void framesOfManyStreamsKeepTheirOrder() throws Exception {
    List<Job> jobs = jobs();

    write(jobs, () -> {});

    await().atMost(WAIT).until(() -> jobs.stream().allMatch(job -> heard(job).size() > FRAMES));
    assertThat(jobs).allSatisfy(job -> assertThat(heard(job)).isEqualTo(all()));
    assertThat(jobs).allSatisfy(job -> assertThat(logged(job)).isEqualTo(all()));
  }

  @Test
  void framesOfManyStreamsKeepTheirOrderOverTheDeathOfRedis(RedisFixture redis) throws Exception {
    List<Job> jobs = jobs();

    write(
        jobs,
        () -> {
          redis.kill();
          redis.restart();
        });

    assertThat(jobs).allSatisfy(job -> assertThat(logged(job)).isEqualTo(all()));
  }

  /** What a long document's middle is: an entry alone, neither published nor renewing the log. */
  @Test
  void anEntryThatWasThereAlreadyIsNoFailureOfItsBatch() {
    // Given
    Job job = Jobs.streaming("m");
    Attempt attempt = new Attempt(1, 1);
    StreamBuffer stream =
        new StreamBuffer(
            new StreamOpening(job, attempt, true, -1, null, () -> {}),
            1024,
            InstantSource.system());
    byte[] frames =
        FrameCodec.encode(
            List.of(
                new Frame(job.id(), attempt, 0, true, null, new Content.Chunk(new byte[] {1}))));
    LogEntry entry =
        new LogEntry(stream, new LogPosition(attempt, 0), frames, false, Duration.ZERO);
    Batch batch = new Batch(List.of(new Batch.Share(stream, 1, 1, entry)), List.of());

    // When
    List<List<Batch.Appended>> answers = new ArrayList<>();
    await()
        .atMost(WAIT)
        .ignoreExceptions()
        .until(() -> answers.add(transport.send(batch).toCompletableFuture().get()));
    answers.add(transport.send(batch).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join());

    // Then
    assertThat(answers)
        .containsExactly(List.of(Batch.Appended.ADDED), List.of(Batch.Appended.ALREADY_THERE));
    assertThat(logged(job)).containsExactly(0);
  }

  @Test
  void aLogThatWasShutBehindAnAttemptEndsItAndItsEndIsNotHeard() throws Exception {
    // Given
    Job job = Jobs.streaming("m");
    Attempt lost = new Attempt(1, 1);
    AtomicInteger superseded = new AtomicInteger();
    FrameStream stream =
        publisher.open(new StreamOpening(job, lost, true, -1, null, superseded::incrementAndGet));
    stream.chunk(new byte[] {1});
    await().atMost(WAIT).until(() -> heard(job).equals(List.of(0)));

    // When
    shutBehind(job, lost);
    stream.end(new byte[] {2});

    // Then
    await().atMost(WAIT).until(stream::isSuperseded);
    await().atMost(WAIT).untilAsserted(() -> assertThat(superseded).hasValue(1));
    assertThat(heard(job)).containsExactly(0);
    assertThat(logged(job)).containsExactly(0);
    // and the next attempt goes on where it was
    FrameStream next =
        publisher.open(
            new StreamOpening(job, new Attempt(1, 2), true, 0, null, superseded::incrementAndGet));
    next.chunk(new byte[] {1});
    next.end(new byte[] {2});
    await().atMost(WAIT).until(() -> heard(job).equals(List.of(0, 1)));
    assertThat(logged(job)).containsExactly(0, 1);
    assertThat(superseded).hasValue(1);
  }

  private void shutBehind(Job job, Attempt attempt) {
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      Long shut =
          connection
              .sync()
              .eval(
                  RedisScripts.SHUT_LOG,
                  ScriptOutputType.INTEGER,
                  new byte[][] {RedisNames.replayLog(job.id()).getBytes(US_ASCII)},
                  LogPosition.shutBehind(attempt).getBytes(US_ASCII),
                  Long.toString(System.currentTimeMillis() + 60_000).getBytes(US_ASCII));
      assertThat(shut).isOne();
    }
  }

  private List<Integer> heard(Job job) {
    return heard.getOrDefault(job.id(), List.of());
  }

  private List<Integer> logged(Job job) {
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      List<Integer> sequences = new ArrayList<>();
      connection
          .sync()
          .xrange(RedisNames.replayLog(job.id()).getBytes(US_ASCII), Range.unbounded())
          .forEach(
              entry ->
                  entry
                      .getBody()
                      .values()
                      .forEach(
                          frames ->
                              FrameCodec.decode(
                                  frames, (Frame frame) -> sequences.add(frame.sequence()))));
      return sequences;
    }
  }

  private static List<Job> jobs() {
    return IntStream.range(0, JOBS).mapToObj(_ -> Jobs.streaming("m")).toList();
  }

  private static List<Integer> all() {
    return IntStream.rangeClosed(0, FRAMES).boxed().toList();
  }

  private void write(List<Job> jobs, Runnable inTheMiddle) throws InterruptedException {
    List<FrameStream> streams = new ArrayList<>();
    List<Thread> engines = new ArrayList<>();
    for (Job job : jobs) {
      FrameStream stream =
          publisher.open(new StreamOpening(job, new Attempt(1, 1), true, -1, null, () -> {}));
      streams.add(stream);
      engines.add(Thread.ofVirtual().start(() -> generate(stream)));
    }
    inTheMiddle.run();
    for (Thread engine : engines) {
      engine.join();
    }
    for (FrameStream stream : streams) {
      assertThat(stream.awaitAcknowledged(WAIT)).isTrue();
      assertThat(stream.isSuperseded()).isFalse();
      stream.close();
    }
  }

  private static void generate(FrameStream stream) {
    try {
      for (int i = 0; i < FRAMES; i++) {
        stream.chunk("data: {\"a token\"}\n\n".getBytes(US_ASCII));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000_000));
      }
      stream.end(new byte[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
