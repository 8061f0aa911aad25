package online.speka.ledger.funds;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import online.speka.contract.wire.RedisCall;
import org.jspecify.annotations.Nullable;

/// The ledger's connection to Redis. One that cannot be made is tried again with the next question.
public final class RedisCalls implements AutoCloseable {

  private final RedisClient client;
  private final RedisURI uri;
  private final Duration waitMax;
  private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection;

  RedisCalls(RedisClient client, RedisURI uri, Duration waitMax) {
    this.client = client;
    this.uri = uri;
    this.waitMax = waitMax;
  }

  /// Waits for an answer.
  ///
  /// @throws FundBoardUnavailableException if there is none in time, or it is an error
  public <T> T ask(
      String what, Function<RedisAsyncCommands<byte[], byte[]>, CompletableFuture<T>> question) {
    try {
      return connection()
          .thenCompose(redis -> question.apply(redis.async()))
          .get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FundBoardUnavailableException(what + " in Redis, interrupted", e);
    } catch (ExecutionException | TimeoutException | RedisException e) {
      throw new FundBoardUnavailableException(what + " in Redis", e);
    }
  }

  /// Sends a script by its digest, and whole only to a server that does not know it.
  public static <T> CompletableFuture<T> run(
      RedisAsyncCommands<byte[], byte[]> redis, RedisCall call, ScriptOutputType output) {
    return redis
        .<T>evalsha(redis.digest(call.script()), output, call.keys(), call.arguments())
        .toCompletableFuture()
        .exceptionallyCompose(
            failure ->
                isUnknown(failure)
                    ? redis
                        .<T>eval(call.script(), output, call.keys(), call.arguments())
                        .toCompletableFuture()
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isUnknown(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisNoScriptException;
  }

  private synchronized CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection() {
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connection;
    if (current == null || current.isCompletedExceptionally()) {
      current = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
      connection = current;
    }
    return current;
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
