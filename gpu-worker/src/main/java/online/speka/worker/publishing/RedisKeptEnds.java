package online.speka.worker.publishing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kept ends in Redis. Written on the way to Kafka's acknowledgement, which takes longer: nobody
/// waits for it.
final class RedisKeptEnds implements KeptEnds, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisKeptEnds.class);

  private final RedisClient client;
  private final RedisURI uri;
  private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting;

  RedisKeptEnds(RedisClient client, RedisURI uri) {
    this.client = client;
    this.uri = uri;
  }

  @Override
  public void keep(JobId job, List<Frame> end) {
    byte[] encoded = FrameCodec.encode(end);
    StatefulRedisConnection<byte[], byte[]> connection = connection();
    if (connection == null || encoded.length > BYTES_MAX) {
      return;
    }
    var _ =
        connection
            .async()
            .psetex(
                RedisNames.keptEnd(job).getBytes(US_ASCII),
                RedisNames.KEPT_END_KEPT.toMillis(),
                encoded)
            .exceptionally(
                failure -> {
                  LOG.atDebug().setCause(failure).log("End of an answer not kept");
                  return null;
                });
  }

  /// The connection, or null while there is none; begins to make one.
  synchronized @Nullable StatefulRedisConnection<byte[], byte[]> connection() {
    if (connecting == null || connecting.isCompletedExceptionally()) {
      connecting = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
    }
    return connecting.isDone() && !connecting.isCompletedExceptionally()
        ? connecting.resultNow()
        : null;
  }

  @Override
  public synchronized void close() {
    StatefulRedisConnection<byte[], byte[]> connection = connection();
    if (connection != null) {
      connection.close();
    }
  }
}
