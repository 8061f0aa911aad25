package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.RedisNames;
import online.speka.dispatcher.Samples;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(Service.REDIS)
class RedisFencesIT {

  private static final Attempt LOST = new Attempt(3, 1);
  private static final Attempt NEXT = new Attempt(3, 2);

  private final Job job =
      Samples.job(1, Lane.INTERACTIVE, Instant.now(), Instant.now().plusSeconds(600));
  private final AtomicInteger raised = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private StatefulRedisConnection<byte[], byte[]> connection;

  @BeforeEach
  void connect(RedisClient client) {
    connection = client.connect(ByteArrayCodec.INSTANCE);
  }

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void theLostAttemptIsRefusedAndTheNextIsNot() throws Exception {
    // Given
    append(LOST, 0);

    // When
    raise(Duration.ofSeconds(10), LOST);

    // Then
    assertRefused(LOST, 1);
    append(NEXT, 1);
    assertThat(entries()).isEqualTo(2);
    assertThat(raised).hasValue(1);
  }

  @Test
  void aLogThatIsNotThereYetIsShutToo() throws Exception {
    // When
    raise(Duration.ofSeconds(10), LOST);

    // Then
    assertRefused(LOST, 0);
    assertThat(entries()).isZero();
    assertThat(connection.sync().pttl(key()))
        .isBetween(
            Duration.ofMinutes(10).toMillis(),
            RedisNames.REPLAY_LOG_KEPT.plusMinutes(11).toMillis());
    append(NEXT, 0);
  }

  @Test
  void readersSeeNothingOfIt() throws Exception {
    // Given
    append(LOST, 0);
    connection.sync().pexpire(key(), Duration.ofSeconds(77));

    // When
    raise(Duration.ofSeconds(10), LOST);

    // Then
    assertThat(entries()).isOne();
    assertThat(connection.sync().xlen(key())).isOne();
    assertThat(connection.sync().pttl(key())).isBetween(60_000L, 77_000L);
  }

  @Test
  void anOlderFenceDoesNotLowerANewerOne() throws Exception {
    // When
    raise(Duration.ofSeconds(10), NEXT);
    raise(Duration.ofSeconds(10), LOST);

    // Then
    assertRefused(NEXT, 0);
    assertThat(raised).hasValue(2);
  }

  @Test
  void anAttemptThatHasWrittenAlreadyShutsTheLogItself() throws Exception {
    // Given
    append(NEXT, 0);

    // When
    raise(Duration.ofSeconds(10), LOST);

    // Then
    append(NEXT, 1);
    assertThat(raised).hasValue(1);
  }

  @Test
  void isTriedAgainUntilRedisIsBackOrTimeIsUp(RedisFixture redis) throws Exception {
    // Given
    redis.kill();

    // When
    raise(Duration.ofMillis(300), LOST);
    redis.restart();
    raise(Duration.ofSeconds(15), LOST);

    // Then
    assertThat(missed).hasValue(1);
    assertThat(raised).hasValue(1);
    assertRefused(LOST, 0);
  }

  private void raise(Duration max, Attempt behind) throws Exception {
    HandoffMetrics metrics =
        new HandoffMetrics() {
          @Override
          public void fenceRaised() {
            raised.incrementAndGet();
          }

          @Override
          public void fenceMissed() {
            missed.incrementAndGet();
          }
        };
    var limits = new HandoffProperties.LostAttempts(max, Duration.ofMillis(50));
    new RedisFences(connection, scheduler, limits, metrics)
        .raise(job, behind)
        .get(max.toSeconds() + 5, TimeUnit.SECONDS);
  }

  private void append(Attempt attempt, int sequence) {
    connection
        .sync()
        .xadd(
            key(),
            new XAddArgs().id(new LogPosition(attempt, sequence).entryId()),
            Map.of("f".getBytes(UTF_8), new byte[] {1}));
  }

  private void assertRefused(Attempt attempt, int sequence) {
    assertThatThrownBy(() -> append(attempt, sequence))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageContaining("equal or smaller");
  }

  private int entries() {
    return connection.sync().xrange(key(), Range.unbounded()).size();
  }

  private byte[] key() {
    return RedisNames.replayLog(job.id()).getBytes(UTF_8);
  }
}
