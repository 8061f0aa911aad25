package online.speka.ledger.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Corrects the limits in Redis. A connection that cannot be made is tried again with the next
/// batch.
final class RedisUsedTokens implements UsedTokens, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisUsedTokens.class);

  private final RedisClient client;
  private final RedisURI uri;
  private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection;

  RedisUsedTokens(RedisClient client, RedisURI uri) {
    this.client = client;
    this.uri = uri;
  }

  @Override
  public void report(Collection<Outcome> outcomes) {
    if (!outcomes.isEmpty()) {
      var _ =
          connection()
              .thenAccept(redis -> outcomes.forEach(outcome -> settle(redis, outcome)))
              .exceptionally(RedisUsedTokens::notReported);
    }
  }

  private synchronized CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection() {
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connection;
    if (current == null || current.isCompletedExceptionally()) {
      current = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
      connection = current;
    }
    return current;
  }

  private static void settle(StatefulRedisConnection<byte[], byte[]> redis, Outcome outcome) {
    byte[][] keys = {
      RedisNames.charge(outcome.job().origin().tenant(), outcome.job().id()).getBytes(UTF_8)
    };
    byte[] used = Long.toString(outcome.usage().totalTokens()).getBytes(UTF_8);
    try {
      var _ =
          redis
              .async()
              .<Long>eval(RedisScripts.SETTLE, ScriptOutputType.INTEGER, keys, used)
              .toCompletableFuture()
              .exceptionally(
                  failure -> {
                    notReported(failure);
                    return 0L;
                  });
    } catch (RedisException e) {
      notReported(e);
    }
  }

  private static @Nullable Void notReported(Throwable failure) {
    LOG.atDebug()
        .setCause(failure)
        .log("Limits are not corrected: what was estimated flows back with time");
    return null;
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
