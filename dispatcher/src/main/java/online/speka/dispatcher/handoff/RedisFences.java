package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fences as the last id of the log, which Redis lets nobody go below. While Redis is away a fence
/// is tried again, for as long as [HandoffProperties.LostAttempts#fenceMax()].
///
/// Without a fence two faults at once can be seen: a worker fell silent while Redis was away, then
/// lives on, has its outcome refused, and tells the client the end all the same. That client has
/// the end of an attempt that is not billed; the job itself is run again and billed once.
final class RedisFences implements Fences {

  private static final Logger LOG = LoggerFactory.getLogger(RedisFences.class);

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final ScheduledExecutorService scheduler;
  private final HandoffProperties.LostAttempts limits;
  private final HandoffMetrics metrics;

  RedisFences(
      StatefulRedisConnection<byte[], byte[]> connection,
      ScheduledExecutorService scheduler,
      HandoffProperties.LostAttempts limits,
      HandoffMetrics metrics) {
    this.connection = connection;
    this.scheduler = scheduler;
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public CompletableFuture<Void> raise(Job job, Attempt behind) {
    CompletableFuture<Boolean> raised = new CompletableFuture<>();
    var _ = raised.completeOnTimeout(false, limits.fenceMax().toNanos(), TimeUnit.NANOSECONDS);
    attempt(job, behind, raised);
    return raised.thenAccept(shut -> count(job, behind, shut));
  }

  private void attempt(Job job, Attempt behind, CompletableFuture<Boolean> raised) {
    var _ =
        shut(job, behind)
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    raised.complete(true);
                  } else if (isFinal(failure) || scheduler.isShutdown()) {
                    raised.complete(false);
                  } else if (!raised.isDone()) {
                    var _ =
                        scheduler.schedule(
                            () -> attempt(job, behind, raised),
                            limits.fenceRetryDelay().toNanos(),
                            TimeUnit.NANOSECONDS);
                  }
                });
  }

  private CompletableFuture<Long> shut(Job job, Attempt behind) {
    if (!connection.isOpen()) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is not connected"));
    }
    Instant expiry = job.window().deadline().plus(RedisNames.REPLAY_LOG_KEPT);
    try {
      return connection
          .async()
          .<Long>eval(
              RedisScripts.SHUT_LOG,
              ScriptOutputType.INTEGER,
              new byte[][] {RedisNames.replayLog(job.id()).getBytes(US_ASCII)},
              LogPosition.shutBehind(behind).getBytes(US_ASCII),
              Long.toString(expiry.toEpochMilli()).getBytes(US_ASCII))
          .toCompletableFuture();
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Whether Redis understood and would not: what lies under the log's name is no log.
  private static boolean isFinal(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).startsWith("WRONGTYPE");
  }

  private void count(Job job, Attempt behind, boolean shut) {
    if (shut) {
      metrics.fenceRaised();
      return;
    }
    metrics.fenceMissed();
    LOG.atWarn()
        .addKeyValue("jobId", job.id())
        .addKeyValue("attempt", behind)
        .log("replay log is not shut behind a lost attempt; its worker may still tell an end");
  }
}
