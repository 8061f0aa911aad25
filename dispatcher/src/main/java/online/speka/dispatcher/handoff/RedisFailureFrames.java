package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures as frames: first into the job's replay log, which refuses them if a newer attempt has
/// spoken, then to the edge. The frame's number follows the last one in the log, so that a client
/// who has got a part of the answer sees the failure as its end.
final class RedisFailureFrames implements FailureFrames {

  private static final Logger LOG = LoggerFactory.getLogger(RedisFailureFrames.class);

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final ScheduledExecutorService scheduler;
  private final HandoffProperties.FailureFrames limits;
  private final HandoffMetrics metrics;
  private final Semaphore waiting;

  RedisFailureFrames(
      StatefulRedisConnection<byte[], byte[]> connection,
      ScheduledExecutorService scheduler,
      HandoffProperties.FailureFrames limits,
      HandoffMetrics metrics) {
    this.connection = connection;
    this.scheduler = scheduler;
    this.limits = limits;
    this.metrics = metrics;
    this.waiting = new Semaphore(limits.waitingMax());
  }

  @Override
  public void publish(Job job, Attempt attempt, ApiError error) {
    if (waiting.tryAcquire()) {
      attempt(new Message(job, attempt, error, false), limits.triesMax());
    } else {
      lose(job, null);
    }
  }

  private void attempt(Message message, int triesLeft) {
    var _ =
        write(message)
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    waiting.release();
                  } else if (triesLeft > 1 && !scheduler.isShutdown()) {
                    var _ =
                        scheduler.schedule(
                            () -> attempt(message, triesLeft - 1),
                            limits.retryDelay().toMillis(),
                            TimeUnit.MILLISECONDS);
                  } else {
                    waiting.release();
                    lose(message.job(), failure);
                  }
                });
  }

  private CompletableFuture<Void> write(Message message) {
    if (!connection.isOpen()) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is not connected"));
    }
    byte[] log = RedisNames.replayLog(message.job().id()).getBytes(UTF_8);
    return connection
        .async()
        .xrevrange(log, Range.unbounded(), Limit.from(1))
        .toCompletableFuture()
        .thenCompose(last -> append(message, log, last));
  }

  private CompletableFuture<Void> append(
      Message message, byte[] log, List<StreamMessage<byte[], byte[]>> last) {
    List<Frame> tail = last.isEmpty() ? List.of() : frames(last.getFirst());
    if (!tail.isEmpty() && (tail.getLast().isLast() || message.isOlderThan(tail.getLast()))) {
      metrics.frameFenced();
      return CompletableFuture.completedFuture(null);
    }
    int sequence = last.isEmpty() ? 0 : LogPosition.parse(last.getFirst().getId()).sequence() + 1;
    byte[] bytes = FrameCodec.encode(List.of(message.frame(sequence)));
    XAddArgs entry =
        new XAddArgs()
            .id(message.position(sequence).entryId())
            .maxlen(RedisNames.REPLAY_LOG_ENTRIES_MAX)
            .approximateTrimming();
    var commands = connection.async();
    return commands
        .xadd(log, entry, Map.of(RedisNames.REPLAY_LOG_FIELD.getBytes(UTF_8), bytes))
        .toCompletableFuture()
        .<Void>thenCompose(
            _ -> {
              var _ = commands.pexpire(log, message.job().window().answerKept());
              byte[] channel =
                  RedisNames.edgeChannel(message.job().origin().replyTo()).getBytes(UTF_8);
              return commands.spublish(channel, bytes).toCompletableFuture().thenAccept(_ -> {});
            })
        .exceptionallyCompose(failure -> refused(message, failure));
  }

  private CompletableFuture<Void> refused(Message message, Throwable failure) {
    if (!RedisRefusals.isOlderThanLog(failure)) {
      return CompletableFuture.failedFuture(failure);
    }
    if (!message.aboveFence()) {
      return write(message.above());
    }
    metrics.frameFenced();
    return CompletableFuture.completedFuture(null);
  }

  private static List<Frame> frames(StreamMessage<byte[], byte[]> entry) {
    List<Frame> frames = new ArrayList<>();
    try {
      entry.getBody().values().forEach(bytes -> FrameCodec.decode(bytes, frames::add));
    } catch (WireFormatException e) {
      LOG.atWarn().setCause(e).log("replay log cannot be read; the failure is appended to it");
    }
    return frames;
  }

  private void lose(Job job, @org.jspecify.annotations.Nullable Throwable failure) {
    metrics.frameLost();
    LOG.atWarn()
        .setCause(failure)
        .addKeyValue("jobId", job.id())
        .log("edge is not told of the failure; its own deadline ends the wait");
  }

  /// @param aboveFence whether the log is known to be shut behind the attempt, which then failed in
  ///     the end all the same
  private record Message(Job job, Attempt attempt, ApiError error, boolean aboveFence) {

    Message above() {
      return new Message(job, attempt, error, true);
    }

    boolean isOlderThan(Frame tail) {
      return attempt.compareTo(tail.attempt()) < 0;
    }

    LogPosition position(int sequence) {
      Attempt next = new Attempt(attempt.epoch(), attempt.number() + 1);
      return new LogPosition(aboveFence ? next : attempt, sequence);
    }

    Frame frame(int sequence) {
      return new Frame(job.id(), attempt, sequence, true, null, new Content.Failure(error));
    }
  }
}
