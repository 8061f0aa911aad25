package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.dispatcher.Samples;
import online.speka.dispatcher.flowcontrol.Decision;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A job whose outcome is durable and whose client has not heard its end.
@WithServices(Service.REDIS)
class RedisLastWordsIT {

  private static final Attempt ATTEMPT = new Attempt(3, 2);

  private final Job job = Samples.arrival(1, Lane.INTERACTIVE).job();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private StatefulRedisConnection<byte[], byte[]> connection;
  private RedisLastWords words;

  @BeforeEach
  void connect(RedisClient client) {
    connection = client.connect(ByteArrayCodec.INSTANCE);
    HandoffMetrics metrics = HandoffMetrics.NONE;
    words =
        new RedisLastWords(
            connection,
            new RedisFailureFrames(
                connection,
                scheduler,
                new HandoffProperties.FailureFrames(10, 200, Duration.ofMillis(50)),
                metrics),
            scheduler,
            new HandoffProperties.LastWords(Duration.ofMillis(50), 200),
            metrics);
  }

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void tellsTheEndThatTheWorkerHasLeft() {
    // Given
    append(ATTEMPT, 0, new Content.Chunk(new byte[] {1}));
    keep(1, new Content.End(new byte[] {2}));

    // When
    words.seeTo(ended(Outcome.Status.COMPLETED, Cause.FINISHED));

    // Then
    await().until(() -> log().size() == 2);
    assertThat(log().getLast())
        .satisfies(
            frame -> {
              assertThat(frame.attempt()).isEqualTo(ATTEMPT);
              assertThat(frame.sequence()).isEqualTo(1);
              assertThat(frame.content())
                  .isInstanceOfSatisfying(
                      Content.End.class, end -> assertThat(end.bytes()).containsExactly(2));
            });
    assertThat(connection.sync().pttl(key())).isPositive();
  }

  @Test
  void tellsTheEndThoughTheLogIsShutBehindIt() {
    // Given
    append(ATTEMPT, 0, new Content.Chunk(new byte[] {1}));
    keep(1, new Content.End(new byte[] {2}));
    shutBehind(ATTEMPT);

    // When
    words.seeTo(ended(Outcome.Status.COMPLETED, Cause.FINISHED));

    // Then
    await().until(() -> log().size() == 2);
    assertThat(log().getLast().content()).isInstanceOf(Content.End.class);
  }

  @Test
  void doesNotTellTheEndThatAnotherAttemptHasLeft() {
    // Given
    append(ATTEMPT, 0, new Content.Chunk(new byte[] {1}));
    keep(new Attempt(3, 1), 1, new Content.End(new byte[] {2}));

    // When
    words.seeTo(ended(Outcome.Status.COMPLETED, Cause.FINISHED));

    // Then
    await().until(() -> log().size() == 2);
    assertThat(log().getLast().content()).isInstanceOf(Content.Failure.class);
  }

  @Test
  void tellsOfAFailureWhereNothingIsLeft() {
    // Given
    append(ATTEMPT, 0, new Content.Chunk(new byte[] {1}));

    // When
    words.seeTo(ended(Outcome.Status.COMPLETED, Cause.FINISHED));

    // Then
    await().until(() -> log().size() == 2);
    assertThat(log().getLast().content())
        .isInstanceOfSatisfying(
            Content.Failure.class,
            failure -> assertThat(failure.error().reason()).isEqualTo(ErrorReason.UPSTREAM_ERROR));
  }

  @Test
  void doesNotTellAnEndThatLeavesAGap() {
    // Given
    append(ATTEMPT, 0, new Content.Chunk(new byte[] {1}));
    keep(5, new Content.End(new byte[] {2}));

    // When
    words.seeTo(ended(Outcome.Status.COMPLETED, Cause.FINISHED));

    // Then
    await().until(() -> log().size() == 2);
    assertThat(log().getLast().content()).isInstanceOf(Content.Failure.class);
  }

  @Test
  void tellsAgainWhatADispatcherHadDecided() {
    // When
    words.seeTo(ended(Outcome.Status.EVICTED, Cause.NO_WORKER));

    // Then
    await().until(() -> log().size() == 1);
    assertThat(log().getLast().content())
        .isInstanceOfSatisfying(
            Content.Failure.class,
            failure -> {
              assertThat(failure.error().reason()).isEqualTo(ErrorReason.OVERLOADED);
              assertThat(failure.error().retryAfterSeconds()).isPositive();
            });
  }

  @Test
  void saysNothingWhereAllIsToldOrNobodyListens() {
    // Given
    append(ATTEMPT, 0, new Content.End(new byte[] {1}));
    Job left = Samples.arrival(2, Lane.INTERACTIVE).job();

    // When
    words.seeTo(ended(Outcome.Status.COMPLETED, Cause.FINISHED));
    words.seeTo(new Decision.Reassure(left, ATTEMPT, Outcome.Status.CANCELLED, Cause.CLIENT_GONE));

    // Then
    await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(10))
        .until(() -> log().size() == 1);
    assertThat(connection.sync().exists(RedisNames.replayLog(left.id()).getBytes(UTF_8))).isZero();
  }

  @Test
  void waitsUntilRedisIsBack(RedisFixture redis) {
    // Given
    redis.kill();

    // When
    words.seeTo(ended(Outcome.Status.FAILED, Cause.WORKER_LOST));
    redis.restart();

    // Then
    await().atMost(Duration.ofSeconds(15)).ignoreExceptions().until(() -> log().size() == 1);
  }

  private Decision.Reassure ended(Outcome.Status status, Cause cause) {
    return new Decision.Reassure(job, ATTEMPT, status, cause);
  }

  private void keep(int sequence, Content content) {
    keep(ATTEMPT, sequence, content);
  }

  private void keep(Attempt attempt, int sequence, Content content) {
    Frame frame = new Frame(job.id(), attempt, sequence, true, null, content);
    connection
        .sync()
        .set(RedisNames.keptEnd(job.id()).getBytes(UTF_8), FrameCodec.encode(List.of(frame)));
  }

  private void append(Attempt attempt, int sequence, Content content) {
    Frame frame = new Frame(job.id(), attempt, sequence, true, null, content);
    connection
        .sync()
        .xadd(
            key(),
            new XAddArgs().id(new LogPosition(attempt, sequence).entryId()),
            Map.of(RedisNames.REPLAY_LOG_FIELD.getBytes(UTF_8), FrameCodec.encode(List.of(frame))));
  }

  /// As the fence behind a lost attempt does.
  private void shutBehind(Attempt attempt) {
    connection
        .sync()
        .eval(
            RedisScripts.SHUT_LOG,
            ScriptOutputType.INTEGER,
            new byte[][] {key()},
            LogPosition.shutBehind(attempt).getBytes(UTF_8),
            Long.toString(Long.MAX_VALUE / 1_000_000).getBytes(UTF_8));
  }

  private List<Frame> log() {
    List<Frame> all = new ArrayList<>();
    connection
        .sync()
        .xrange(key(), Range.unbounded())
        .forEach(e -> e.getBody().values().forEach(b -> FrameCodec.decode(b, all::add)));
    return all;
  }

  private byte[] key() {
    return RedisNames.replayLog(job.id()).getBytes(UTF_8);
  }
}
