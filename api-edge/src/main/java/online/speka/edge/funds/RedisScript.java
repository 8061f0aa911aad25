package online.speka.edge.funds;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A script that is sent by its name, and whole only to a server that does not know it.
public record RedisScript(String text, String digest) {

  public RedisScript(String text) {
    this(text, io.lettuce.core.codec.Base16.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  public <T> CompletableFuture<T> run(
      RedisAsyncCommands<byte[], byte[]> redis,
      ScriptOutputType output,
      byte[][] keys,
      byte[]... arguments) {
    return this.<T>runIfKnown(redis, output, keys, arguments)
        .exceptionallyCompose(
            failure ->
                isUnknown(failure)
                    ? redis.<T>eval(text, output, keys, arguments).toCompletableFuture()
                    : CompletableFuture.failedFuture(failure));
  }

  /// Never sends it whole: ends with a failure that [#isUnknown] if the server does not know it.
  public <T> CompletableFuture<T> runIfKnown(
      RedisAsyncCommands<byte[], byte[]> redis,
      ScriptOutputType output,
      byte[][] keys,
      byte[]... arguments) {
    return redis.<T>evalsha(digest, output, keys, arguments).toCompletableFuture();
  }

  /// Whether a script failed because the server does not know it.
  public static boolean isUnknown(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisNoScriptException;
  }
}
