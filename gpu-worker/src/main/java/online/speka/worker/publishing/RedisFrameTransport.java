package online.speka.worker.publishing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import online.speka.contract.wire.RedisNames;
import org.jspecify.annotations.Nullable;

/// Frames to Redis: one pipeline a batch, over one connection that is never repaired behind our
/// back. What it had not answered when it broke is reported as unknown.
final class RedisFrameTransport implements FrameTransport {

  private static final byte[] FIELD = RedisNames.REPLAY_LOG_FIELD.getBytes(US_ASCII);

  /// How Redis refuses an entry whose id is not above the last one.
  private static final String NOT_GREATER = "equal or smaller";

  private final RedisReconnect connections;
  private final ReplayLog logs;
  private final Executor readers = Executors.newVirtualThreadPerTaskExecutor();

  /// @param logs to find out who wrote what stands above a refused entry; over connections of its
  ///     own, since nothing may come between the commands of a batch
  RedisFrameTransport(RedisReconnect connections, ReplayLog logs) {
    this.connections = connections;
    this.logs = logs;
  }

  @Override
  public void start(Listener listener) {
    connections.start(listener);
  }

  @Override
  public void reset() {
    connections.reset();
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public CompletionStage<List<Batch.Appended>> send(Batch batch) {
    StatefulRedisConnection<byte[], byte[]> connection = connections.current();
    if (connection == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is not connected"));
    }
    RedisAsyncCommands<byte[], byte[]> redis = connection.async();
    List<LogEntry> entries = batch.entries();
    List<RedisFuture<String>> added = new ArrayList<>(entries.size());
    CompletionStage<?> last = CompletableFuture.completedFuture(null);
    boolean entryIsLast = false;
    for (LogEntry entry : entries) {
      byte[] key = key(entry);
      RedisFuture<String> add = redis.xadd(key, args(entry), FIELD, entry.frames());
      added.add(add);
      last = add;
      entryIsLast = entry.expiry().isZero();
      if (!entryIsLast) {
        last = redis.pexpire(key, entry.expiry());
      }
    }
    for (Batch.Message message : batch.messages()) {
      byte[] channel = RedisNames.edgeChannel(message.edge()).getBytes(UTF_8);
      last = redis.spublish(channel, message.frames());
      entryIsLast = false;
    }
    connection.flushCommands();
    boolean judgedAsEntry = entryIsLast;
    // Answers come in the order of the commands: when the last is here, all are. An entry that is
    // refused is no failure of the batch, wherever it stands in it.
    return last.handle((_, failure) -> new Answered(judgedAsEntry ? null : failure, entries, added))
        .thenCompose(this::results)
        .whenComplete(
            (_, failure) -> {
              if (failure == null) {
                connections.healthy();
              }
            });
  }

  private record Answered(
      @Nullable Throwable failure, List<LogEntry> entries, List<RedisFuture<String>> added) {}

  private CompletionStage<List<Batch.Appended>> results(Answered answer) {
    List<CompletableFuture<Batch.Appended>> results = new ArrayList<>(answer.added().size());
    for (int i = 0; i < answer.added().size(); i++) {
      LogEntry entry = answer.entries().get(i);
      CompletableFuture<String> added = answer.added().get(i).toCompletableFuture();
      if (added.isDone() && !added.isCompletedExceptionally()) {
        results.add(CompletableFuture.completedFuture(Batch.Appended.ADDED));
        continue;
      }
      Throwable refusal = added.isDone() ? cause(added.exceptionNow()) : answer.failure();
      if (refusal instanceof RedisCommandExecutionException && isNotGreater(refusal)) {
        // A stream whose end was told fears no newer attempt, and there may be many of them.
        results.add(
            entry.stream().isEnded() && !entry.stream().hasEndToTell()
                ? CompletableFuture.completedFuture(Batch.Appended.ALREADY_THERE)
                : CompletableFuture.supplyAsync(() -> whoWrote(entry), readers));
      } else if (refusal instanceof RedisCommandExecutionException && isWrongType(refusal)) {
        results.add(CompletableFuture.completedFuture(Batch.Appended.REFUSED));
      } else {
        return CompletableFuture.failedFuture(
            refusal == null ? new IllegalStateException("not answered") : refusal);
      }
    }
    if (answer.failure() != null) {
      return CompletableFuture.failedFuture(answer.failure());
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(_ -> results.stream().map(CompletableFuture::join).toList());
  }

  /// The log holds something at or above our entry: ours, from a sending whose answer was lost, or
  /// that of a newer attempt. Or it was shut behind ours, and holds nothing more.
  private Batch.Appended whoWrote(LogEntry entry) {
    try {
      return logs.newest(entry.stream().opening().job().id())
          .filter(newest -> newest.compareTo(entry.position().attempt()) > 0)
          .map(_ -> Batch.Appended.SUPERSEDED)
          .orElse(Batch.Appended.ALREADY_THERE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a log", e);
    }
  }

  private static byte[] key(LogEntry entry) {
    return RedisNames.replayLog(entry.stream().opening().job().id()).getBytes(US_ASCII);
  }

  private static XAddArgs args(LogEntry entry) {
    return new XAddArgs()
        .id(entry.position().entryId())
        .maxlen(RedisNames.REPLAY_LOG_ENTRIES_MAX)
        .approximateTrimming();
  }

  private static boolean isNotGreater(Throwable refusal) {
    return String.valueOf(refusal.getMessage()).contains(NOT_GREATER);
  }

  private static boolean isWrongType(Throwable refusal) {
    return String.valueOf(refusal.getMessage()).startsWith("WRONGTYPE");
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /// Makes the transport's connections: single use, commands held back until flushed.
  static RedisReconnect connections(
      RedisClient singleUse, RedisURI uri, RedisReconnect.Backoff backoff) {
    return new RedisReconnect(
        () -> singleUse.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture(), backoff);
  }
}
