package online.speka.worker.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.RedisNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears which jobs nobody waits for any more. Subscribes again by itself after a break; a cancel
/// that was sent meanwhile is not heard, and its job runs to its end.
final class RedisCancels implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCancels.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration SUBSCRIBE_MAX = Duration.ofSeconds(2);
  private static final int JOB_ID_BYTES = 16;

  private final RedisClient client;
  private final Consumer<JobId> cancels;
  private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

  RedisCancels(RedisClient client, Consumer<JobId> cancels) {
    this.client = client;
    this.cancels = cancels;
  }

  /// Returns when cancels are heard, or when told to stop.
  void subscribe(CountDownLatch stopping) throws InterruptedException {
    while (!trySubscribe() && !stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.atDebug().log("Cancels not heard yet");
    }
  }

  private synchronized boolean trySubscribe() throws InterruptedException {
    try {
      if (connection == null) {
        connection = client.connectPubSub(ByteArrayCodec.INSTANCE);
        connection.addListener(new Listener());
      }
      connection
          .async()
          .ssubscribe(RedisNames.CANCELS.getBytes(US_ASCII))
          .toCompletableFuture()
          .get(SUBSCRIBE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (RedisException | ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("Cannot subscribe to cancels");
      return false;
    }
  }

  private void cancelled(byte[] message) {
    if (message.length != JOB_ID_BYTES) {
      LOG.atWarn().addKeyValue("bytes", message.length).log("Cancel cannot be read: dropped");
      return;
    }
    ByteBuffer id = ByteBuffer.wrap(message);
    try {
      cancels.accept(new JobId(new UUID(id.getLong(), id.getLong())));
    } catch (IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Cancel cannot be read: dropped");
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
  }

  private final class Listener extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void smessage(byte[] shardChannel, byte[] message) {
      cancelled(message);
    }
  }
}
