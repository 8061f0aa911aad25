package online.speka.worker.publishing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/// Replay logs in Redis. Read only when a job is tried again, so one connection, made when first
/// needed, serves all.
final class RedisReplayLog implements ReplayLog, AutoCloseable {

  private static final String LAST_ID = "last-generated-id";
  private static final String NO_SUCH_KEY = "no such key";

  private final RedisClient client;
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;

  RedisReplayLog(RedisClient client) {
    this.client = client;
  }

  @Override
  public Optional<Frame> tail(JobId job) throws IOException {
    byte[] key = RedisNames.replayLog(job).getBytes(US_ASCII);
    try {
      List<StreamMessage<byte[], byte[]>> last =
          connection().sync().xrevrange(key, Range.unbounded(), Limit.from(1));
      return last.isEmpty() ? Optional.empty() : Optional.of(lastFrame(last.getFirst().getBody()));
    } catch (RedisException | WireFormatException e) {
      throw new IOException("cannot read the replay log of job " + job, e);
    }
  }

  @Override
  public Optional<Attempt> newest(JobId job) throws IOException {
    byte[] key = RedisNames.replayLog(job).getBytes(US_ASCII);
    try {
      // Names and values in turn.
      Iterator<Object> info = connection().sync().xinfoStream(key).iterator();
      while (info.hasNext()) {
        boolean found = text(info.next()).equals(LAST_ID);
        Object value = info.next();
        if (found) {
          return Optional.of(LogPosition.parse(text(value)).attempt());
        }
      }
      throw new IOException("Redis does not say what the last entry of the log of " + job + " is");
    } catch (RedisCommandExecutionException e) {
      if (String.valueOf(e.getMessage()).contains(NO_SUCH_KEY)) {
        return Optional.empty();
      }
      throw new IOException("cannot read the replay log of job " + job, e);
    } catch (RedisException e) {
      throw new IOException("cannot read the replay log of job " + job, e);
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, US_ASCII) : String.valueOf(value);
  }

  private static Frame lastFrame(Map<byte[], byte[]> entry) {
    AtomicReference<@Nullable Frame> last = new AtomicReference<>();
    entry.values().forEach(frames -> FrameCodec.decode(frames, last::set));
    Frame frame = last.get();
    if (frame == null) {
      throw new WireFormatException("an entry without frames");
    }
    return frame;
  }

  private synchronized StatefulRedisConnection<byte[], byte[]> connection() {
    if (connection == null) {
      connection = client.connect(ByteArrayCodec.INSTANCE);
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
