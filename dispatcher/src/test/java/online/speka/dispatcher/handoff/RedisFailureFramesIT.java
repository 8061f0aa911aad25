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
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.dispatcher.Samples;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(Service.REDIS)
class RedisFailureFramesIT {

  private static final ApiError ERROR = ApiError.of(ErrorReason.OVERLOADED, "No room.");

  private final Job job = Samples.arrival(1, Lane.INTERACTIVE).job();
  private final AtomicInteger fenced = new AtomicInteger();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private StatefulRedisConnection<byte[], byte[]> connection;
  private RedisFailureFrames frames;

  @BeforeEach
  void connect(RedisClient client) {
    connection = client.connect(ByteArrayCodec.INSTANCE);
    frames =
        new RedisFailureFrames(
            connection,
            scheduler,
            new HandoffProperties.FailureFrames(10, 200, Duration.ofMillis(50)),
            new HandoffMetrics() {
              @Override
              public void frameFenced() {
                fenced.incrementAndGet();
              }
            });
  }

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void goesOnAfterTheLastFrameThatWasDelivered() {
    // Given
    append(new Attempt(1, 1), 0, new Content.Chunk(new byte[] {1}));
    append(new Attempt(1, 1), 1, new Content.Chunk(new byte[] {2}));

    // When
    frames.publish(job, new Attempt(1, 2), ERROR);

    // Then
    await().until(() -> log().size() == 3);
    Frame last = log().getLast();
    assertThat(last.sequence()).isEqualTo(2);
    assertThat(last.content()).isEqualTo(new Content.Failure(ERROR));
    assertThat(connection.sync().pttl(key())).isPositive();
  }

  @Test
  void saysNothingWhenANewerAttemptHasSpoken() {
    // Given
    append(new Attempt(2, 1), 0, new Content.Chunk(new byte[] {1}));

    // When
    frames.publish(job, new Attempt(1, 4), ERROR);

    // Then
    await().until(() -> fenced.get() == 1);
    assertThat(log()).hasSize(1);
  }

  @Test
  void saysNothingWhenTheAnswerHasEnded() {
    // Given
    append(new Attempt(1, 1), 0, new Content.End(new byte[] {1}));

    // When
    frames.publish(job, new Attempt(1, 4), ERROR);

    // Then
    await().until(() -> fenced.get() == 1);
    assertThat(log()).hasSize(1);
  }

  @Test
  void speaksThoughTheLogIsShutBehindTheAttemptThatEnded() {
    // Given
    append(new Attempt(1, 1), 0, new Content.Chunk(new byte[] {1}));
    shutBehind(new Attempt(1, 1));

    // When
    frames.publish(job, new Attempt(1, 1), ERROR);

    // Then
    await().until(() -> log().size() == 2);
    assertThat(log().getLast().content()).isEqualTo(new Content.Failure(ERROR));
    assertThat(fenced).hasValue(0);
  }

  @Test
  void triesAgainUntilRedisIsBack(RedisFixture redis) {
    // Given
    redis.kill();

    // When
    frames.publish(job, new Attempt(1, 1), ERROR);
    redis.restart();

    // Then
    await().atMost(Duration.ofSeconds(15)).ignoreExceptions().until(() -> log().size() == 1);
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
