package online.speka.worker.lifecycle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.wire.HeartbeatCodec;
import online.speka.contract.wire.RedisNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Heartbeats into the hash of workers. Never waits, never queues: a beat that cannot be sent now
/// is not worth sending later.
final class RedisHeartbeat implements HeartbeatSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisHeartbeat.class);
  private static final byte[] WORKERS = RedisNames.WORKERS.getBytes(US_ASCII);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Duration HEARD_WITHIN = Heartbeat.INTERVAL.multipliedBy(4);

  private final RedisClient client;
  private final RedisURI uri;
  private final byte[] field;
  private final LongSupplier ticker;
  private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting;
  private @Nullable CompletableFuture<?> outstanding;
  private volatile long heardNanos;
  private volatile boolean heard;

  RedisHeartbeat(RedisClient client, RedisURI uri, WorkerId worker, LongSupplier ticker) {
    this.client = client;
    this.uri = uri;
    this.field = worker.value().getBytes(US_ASCII);
    this.ticker = ticker;
  }

  @Override
  public synchronized void send(Heartbeat heartbeat) {
    StatefulRedisConnection<byte[], byte[]> connection = connection();
    if (connection == null || (outstanding != null && !outstanding.isDone())) {
      return;
    }
    outstanding =
        connection
            .async()
            .hset(WORKERS, field, HeartbeatCodec.encode(heartbeat))
            .toCompletableFuture()
            .orTimeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, failure) -> answered(failure));
  }

  private void answered(@Nullable Throwable failure) {
    if (failure == null) {
      heardNanos = ticker.getAsLong();
      heard = true;
    } else {
      LOG.atDebug().setCause(failure).log("Heartbeat not acknowledged");
    }
  }

  /// The connection, or null while there is none; begins to make one.
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection() {
    if (connecting == null || connecting.isCompletedExceptionally()) {
      connecting = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
    }
    return connecting.isDone() && !connecting.isCompletedExceptionally()
        ? connecting.resultNow()
        : null;
  }

  @Override
  public synchronized void remove() {
    StatefulRedisConnection<byte[], byte[]> connection = connection();
    if (connection == null) {
      return;
    }
    RedisFuture<Long> removed = connection.async().hdel(WORKERS, field);
    try {
      if (!removed.await(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().log("Redis does not answer: dispatchers will find this worker dead");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RedisException e) {
      LOG.atWarn().setCause(e).log("Worker not taken off the list");
    }
  }

  @Override
  public boolean isHeard() {
    return heard && ticker.getAsLong() - heardNanos < HEARD_WITHIN.toNanos();
  }

  @Override
  public synchronized void close() {
    StatefulRedisConnection<byte[], byte[]> connection = connection();
    if (connection != null) {
      connection.close();
    }
  }
}
