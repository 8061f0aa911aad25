package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/// Replay logs in Redis Streams. At most so many reads are under way; the others wait in line, at
/// most one of each open stream.
final class RedisReplayLog implements ReplayLog {
  private static final byte[] FIELD = RedisNames.REPLAY_LOG_FIELD.getBytes(US_ASCII);

  private final RedisLink link;
  private final int pageMax;
  private final int readsMax;
  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<Read> line = new ConcurrentLinkedQueue<>();

  RedisReplayLog(RedisLink link, int pageMax, int readsMax) {
    this.link = link;
    this.pageMax = pageMax;
    this.readsMax = readsMax;
  }

  private record Read(JobId job, @Nullable LogPosition from, Consumer<Page> reader) {}

  @Override
  public void read(JobId job, @Nullable LogPosition from, Consumer<Page> reader) {
    line.add(new Read(job, from, reader));
    startNext();
  }

  private void startNext() {
    while (!line.isEmpty()) {
      if (reads.incrementAndGet() > readsMax) {
        reads.decrementAndGet();
        return;
      }
      Read next = line.poll();
      if (next == null) {
        reads.decrementAndGet();
      } else {
        start(next);
      }
    }
  }

  private void start(Read read) {
    RedisAsyncCommands<byte[], byte[]> commands = link.commands().orElse(null);
    if (commands == null) {
      finish(read, new Page.Unreadable("Redis has not been reached yet"));
      return;
    }
    Boundary<String> lower =
        read.from() == null ? Boundary.unbounded() : Boundary.including(read.from().entryId());
    var _ =
        commands
            .xrange(
                RedisNames.replayLog(read.job()).getBytes(US_ASCII),
                Range.from(lower, Boundary.unbounded()),
                Limit.from(pageMax))
            .handle(
                (entries, failure) -> {
                  finish(
                      read,
                      failure == null ? page(entries) : new Page.Unreadable(failure.toString()));
                  return null;
                });
  }

  private void finish(Read read, Page page) {
    reads.decrementAndGet();
    read.reader().accept(page);
    startNext();
  }

  private Page page(List<StreamMessage<byte[], byte[]>> entries) {
    List<Frame> frames = new ArrayList<>(entries.size());
    try {
      for (StreamMessage<byte[], byte[]> entry : entries) {
        for (Map.Entry<byte[], byte[]> field : entry.getBody().entrySet()) {
          if (Arrays.equals(field.getKey(), FIELD)) {
            FrameCodec.decode(field.getValue(), frames::add);
          }
        }
      }
    } catch (WireFormatException e) {
      return new Page.Unreadable(e.toString());
    }
    return new Page.Frames(frames, entries.size() == pageMax);
  }
}
