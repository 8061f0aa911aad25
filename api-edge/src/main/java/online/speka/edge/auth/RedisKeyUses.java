package online.speka.edge.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import online.speka.contract.principal.KeyId;
import online.speka.contract.wire.RedisNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the ledger through Redis when keys were used last, from time to time and all at once. What
/// cannot be told is told the next time; what is lost with this process is lost.
final class RedisKeyUses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisKeyUses.class);
  private static final byte[] HASH = RedisNames.KEY_USES.getBytes(US_ASCII);

  private final KeyUses uses;
  private final Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection;
  private final ScheduledExecutorService reporter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key-uses").factory());

  RedisKeyUses(
      KeyUses uses,
      Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection,
      Duration interval) {
    this.uses = uses;
    this.connection = connection;
    var _ =
        reporter.scheduleWithFixedDelay(
            this::report, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void report() {
    Map<KeyId, Instant> taken = uses.take();
    RedisAsyncCommands<byte[], byte[]> redis = connection.get().orElse(null);
    if (taken.isEmpty() || redis == null) {
      uses.putBack(taken);
      return;
    }
    // Lettuce takes fields as a map; nobody looks anything up in it.
    IdentityHashMap<byte[], byte[]> fields = new IdentityHashMap<>();
    taken.forEach(
        (key, at) ->
            fields.put(
                key.value().getBytes(UTF_8), Long.toString(at.toEpochMilli()).getBytes(US_ASCII)));
    try {
      var _ =
          redis
              .hset(HASH, fields)
              .toCompletableFuture()
              .exceptionally(failure -> notReported(taken, failure));
    } catch (RedisException e) {
      var _ = notReported(taken, e);
    }
  }

  private Long notReported(Map<KeyId, Instant> taken, Throwable failure) {
    uses.putBack(taken);
    LOG.atDebug().setCause(failure).log("Uses of keys are reported the next time");
    return 0L;
  }

  @Override
  public void close() {
    reporter.shutdownNow();
    report();
  }
}
