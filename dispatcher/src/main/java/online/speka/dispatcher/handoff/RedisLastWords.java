package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.util.concurrent.TimeUnit;
import online.speka.contract.job.Attempt;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.WireFormatException;
import online.speka.dispatcher.flowcontrol.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into the replay logs of jobs that are over. One that has no end gets the one that its
/// worker left beside it; if it left none, a failure.
///
/// What is written has the attempt and the number that the worker would have used, so it does not
/// matter which of them comes first if it lives after all. If Redis refuses that, and nobody newer
/// has spoken, the log was shut behind the attempt; its outcome was first all the same, so what it
/// left is written above the fence.
final class RedisLastWords implements LastWords {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLastWords.class);

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final FailureFrames failures;
  private final ScheduledExecutorService scheduler;
  private final HandoffProperties.LastWords limits;
  private final HandoffMetrics metrics;

  RedisLastWords(
      StatefulRedisConnection<byte[], byte[]> connection,
      FailureFrames failures,
      ScheduledExecutorService scheduler,
      HandoffProperties.LastWords limits,
      HandoffMetrics metrics) {
    this.connection = connection;
    this.failures = failures;
    this.scheduler = scheduler;
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public void seeTo(Decision.Reassure ended) {
    look(ended, limits.triesMax());
  }

  /// @param above whether the log is known to be shut behind the attempt
  private record Ending(Decision.Reassure job, boolean above) {
    LogPosition position(Frame last) {
      Attempt attempt = last.attempt();
      Attempt next = new Attempt(attempt.epoch(), attempt.number() + 1);
      return new LogPosition(above ? next : attempt, last.sequence());
    }
  }

  private void look(Decision.Reassure ended, int triesLeft) {
    if (!scheduler.isShutdown()) {
      var _ =
          scheduler.schedule(
              () -> lookNow(ended, triesLeft), limits.delay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void lookNow(Decision.Reassure ended, int triesLeft) {
    var _ =
        close(new Ending(ended, false))
            .exceptionally(
                failure -> {
                  if (triesLeft > 1) {
                    look(ended, triesLeft - 1);
                  } else {
                    LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("jobId", ended.job().id())
                        .log("edge may not know that the job is over; its deadline ends the wait");
                  }
                  return null;
                });
  }

  private CompletableFuture<Void> close(Ending ending) {
    if (!connection.isOpen()) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is not connected"));
    }
    byte[] log = RedisNames.replayLog(ending.job().job().id()).getBytes(US_ASCII);
    byte[] kept = RedisNames.keptEnd(ending.job().job().id()).getBytes(US_ASCII);
    var commands = connection.async();
    return commands
        .get(kept)
        .toCompletableFuture()
        .thenCompose(
            end ->
                commands
                    .xrevrange(log, Range.unbounded(), Limit.from(1))
                    .toCompletableFuture()
                    .thenCompose(last -> close(ending, log, frames(end), last)));
  }

  private CompletableFuture<Void> close(
      Ending ending, byte[] log, List<Frame> end, List<StreamMessage<byte[], byte[]>> last) {
    Decision.Reassure ended = ending.job();
    List<Frame> lastEntry = new ArrayList<>();
    last.forEach(
        entry -> entry.getBody().values().forEach(bytes -> lastEntry.addAll(frames(bytes))));
    if (!lastEntry.isEmpty() && lastEntry.getLast().isLast()) {
      return CompletableFuture.completedFuture(null);
    }
    boolean newerSpoke =
        !lastEntry.isEmpty() && lastEntry.getLast().attempt().compareTo(ended.attempt()) > 0;
    int next = lastEntry.isEmpty() ? 0 : lastEntry.getLast().sequence() + 1;
    if (!newerSpoke && isItsEnd(end, ended) && end.getFirst().sequence() == next) {
      return append(ending, log, end);
    }
    LastError.of(ended)
        .ifPresent(
            error -> {
              metrics.endLost();
              failures.publish(ended.job(), ended.attempt(), error);
            });
    return CompletableFuture.completedFuture(null);
  }

  /// An attempt that was given up may have left an end too.
  private static boolean isItsEnd(List<Frame> end, Decision.Reassure ended) {
    return !end.isEmpty()
        && end.getLast().isLast()
        && end.getLast().attempt().equals(ended.attempt());
  }

  private CompletableFuture<Void> append(Ending ending, byte[] log, List<Frame> end) {
    Decision.Reassure ended = ending.job();
    byte[] bytes = FrameCodec.encode(end);
    XAddArgs entry = new XAddArgs().id(ending.position(end.getLast()).entryId());
    byte[] channel = RedisNames.edgeChannel(ended.job().origin().replyTo()).getBytes(UTF_8);
    var commands = connection.async();
    return commands
        .xadd(log, entry, Map.of(RedisNames.REPLAY_LOG_FIELD.getBytes(US_ASCII), bytes))
        .toCompletableFuture()
        .thenCompose(
            _ -> {
              var _ = commands.pexpire(log, ended.job().window().answerKept());
              return commands.spublish(channel, bytes).toCompletableFuture();
            })
        .thenAccept(
            _ -> {
              metrics.endFound();
              LOG.atInfo()
                  .addKeyValue("jobId", ended.job().id())
                  .addKeyValue("attempt", ended.attempt())
                  .log(
                      "its worker died before the answer's last frame; it is told from what is kept");
            })
        .exceptionallyCompose(
            failure ->
                !ending.above() && RedisRefusals.isOlderThanLog(failure)
                    ? close(new Ending(ended, true))
                    : CompletableFuture.failedFuture(failure))
        .toCompletableFuture();
  }

  private static List<Frame> frames(byte @org.jspecify.annotations.Nullable [] encoded) {
    List<Frame> frames = new ArrayList<>();
    if (encoded != null) {
      try {
        FrameCodec.decode(encoded, frames::add);
      } catch (WireFormatException e) {
        LOG.atWarn().setCause(e).log("frames cannot be read; the job's end is told as a failure");
        return List.of();
      }
    }
    return frames;
  }
}
