package online.speka.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;

/** A job in the hands of a {@link FakeWorker}: each frame goes where the test wants it. */
public record FakeJob(Job job, byte[] body, RedisAsyncCommands<byte[], byte[]> redis) {
  private static final Attempt FIRST = new Attempt(1, 1);
  private static final byte[] FIELD = RedisNames.REPLAY_LOG_FIELD.getBytes(US_ASCII);

  public String text() {
    return new String(body, UTF_8);
  }

  public Frame chunk(int sequence, String bytes) {
    return frame(FIRST, sequence, false, new Content.Chunk(bytes.getBytes(UTF_8)));
  }

  public Frame end(int sequence, String bytes) {
    return frame(FIRST, sequence, false, new Content.End(bytes.getBytes(UTF_8)));
  }

  public Frame failure(int sequence, ApiError error) {
    return frame(FIRST, sequence, false, new Content.Failure(error));
  }

  public Frame stored(int sequence) {
    return frame(FIRST, sequence, false, new Content.Stored());
  }

  public Frame frame(Attempt attempt, int sequence, boolean replayable, Content content) {
    return new Frame(job.id(), attempt, sequence, replayable, null, content);
  }

  /** One server-sent event. */
  public static String event(String data) {
    return "data: " + data + "\n\n";
  }

  /** As a worker does: log and channel, all frames in one message. */
  public void send(Frame... frames) {
    log(frames);
    publish(frames);
  }

  public void log(Frame... frames) {
    Frame last = frames[frames.length - 1];
    redis
        .xadd(
            RedisNames.replayLog(job.id()).getBytes(US_ASCII),
            XAddArgs.Builder.maxlen(RedisNames.REPLAY_LOG_ENTRIES_MAX)
                .approximateTrimming()
                .id(new LogPosition(last.attempt(), last.sequence()).entryId()),
            Map.of(FIELD, FrameCodec.encode(Arrays.asList(frames))))
        .toCompletableFuture()
        .join();
  }

  public long publish(Frame... frames) {
    return publish(FrameCodec.encode(List.of(frames)));
  }

  public long publish(byte[] message) {
    return redis
        .spublish(RedisNames.edgeChannel(job.origin().replyTo()).getBytes(US_ASCII), message)
        .toCompletableFuture()
        .join();
  }
}
