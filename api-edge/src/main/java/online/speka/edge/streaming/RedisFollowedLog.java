package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.function.Consumer;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.RedisNames;
import org.jspecify.annotations.Nullable;

/// The log of a job whose owner may be elsewhere. A worker writes nothing about a cancelled job, so
/// where the log has nothing new, it is asked whether the job was cancelled.
final class RedisFollowedLog implements ReplayLog {
  private static final byte[] CANCELLED = RedisNames.RESPONSE_CANCELLED.getBytes(US_ASCII);
  private static final Attempt ANY = new Attempt(0, 1);

  private final ReplayLog log;
  private final RedisLink link;

  RedisFollowedLog(ReplayLog log, RedisLink link) {
    this.log = log;
    this.link = link;
  }

  @Override
  public void read(JobId job, @Nullable LogPosition from, Consumer<Page> reader) {
    log.read(
        job,
        from,
        page -> {
          if (page instanceof Page.Frames(List<Frame> frames, boolean _) && frames.isEmpty()) {
            askCancelled(job, from, page, reader);
          } else {
            reader.accept(page);
          }
        });
  }

  private void askCancelled(
      JobId job, @Nullable LogPosition from, Page empty, Consumer<Page> reader) {
    RedisAsyncCommands<byte[], byte[]> commands = link.commands().orElse(null);
    if (commands == null) {
      reader.accept(empty);
      return;
    }
    var _ =
        commands
            .hexists(RedisNames.response(job).getBytes(US_ASCII), CANCELLED)
            .handle(
                (cancelled, failure) -> {
                  boolean known = failure == null && cancelled;
                  reader.accept(known ? cancelled(job, from) : empty);
                  return null;
                });
  }

  private static Page cancelled(JobId job, @Nullable LogPosition from) {
    Frame end =
        new Frame(
            job,
            from == null ? ANY : from.attempt(),
            from == null ? 0 : from.sequence(),
            false,
            null,
            new Content.Failure(
                ApiError.of(ErrorReason.CLIENT_GONE, "The response was cancelled.")));
    return new Page.Frames(List.of(end), false);
  }
}
