package online.speka.dispatcher.attendance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.RedisNames;

/// Subscriptions and keys in Redis: an edge that dies is unsubscribed by that, and what it attended
/// expires.
final class RedisListeners implements Listeners {
  private static final byte[] CANCELLED = RedisNames.RESPONSE_CANCELLED.getBytes(UTF_8);
  private static final byte[] YES = {'1'};
  private static final int ID_LENGTH = 16;

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final int askedMax;

  RedisListeners(StatefulRedisConnection<byte[], byte[]> connection, int askedMax) {
    this.connection = connection;
    this.askedMax = askedMax;
  }

  @Override
  public Set<EdgeId> hearing(Collection<EdgeId> edges) {
    Map<String, EdgeId> byChannel = HashMap.newHashMap(edges.size());
    edges.forEach(edge -> byChannel.put(RedisNames.edgeChannel(edge), edge));
    byte[][] channels =
        byChannel.keySet().stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
    try {
      Set<EdgeId> hearing = new HashSet<>();
      connection
          .sync()
          .pubsubShardNumsub(channels)
          .forEach(
              (channel, count) -> {
                EdgeId edge = byChannel.get(new String(channel, UTF_8));
                if (edge != null && count > 0) {
                  hearing.add(edge);
                }
              });
      return hearing;
    } catch (RedisException e) {
      throw new UnreadableException("asking who hears his channel", e);
    }
  }

  @Override
  public Set<JobId> attended(Collection<JobId> jobs) {
    List<JobId> all = List.copyOf(jobs);
    Set<JobId> attended = new HashSet<>();
    for (int from = 0; from < all.size(); from += askedMax) {
      attended(all.subList(from, Math.min(all.size(), from + askedMax)), attended);
    }
    return attended;
  }

  private void attended(List<JobId> some, Set<JobId> attended) {
    byte[][] keys =
        some.stream()
            .map(job -> RedisNames.attended(job).getBytes(UTF_8))
            .toArray(byte[][]::new);
    try {
      List<KeyValue<byte[], byte[]>> values = new ArrayList<>(connection.sync().mget(keys));
      for (int i = 0; i < some.size(); i++) {
        if (values.get(i).hasValue()) {
          attended.add(some.get(i));
        }
      }
    } catch (RedisException e) {
      throw new UnreadableException("asking which jobs are attended", e);
    }
  }

  /// Whoever comes back for the job later must not wait for an end that nobody writes.
  @Override
  public void cancel(Job job) {
    byte[] id =
        ByteBuffer.allocate(ID_LENGTH)
            .putLong(job.id().value().getMostSignificantBits())
            .putLong(job.id().value().getLeastSignificantBits())
            .array();
    try {
      var commands = connection.async();
      if (job.window().outlivesClient()) {
        byte[] marks = RedisNames.response(job.id()).getBytes(UTF_8);
        var _ = commands.hset(marks, CANCELLED, YES);
        var _ = commands.pexpire(marks, job.window().answerKept());
      }
      var _ = commands.spublish(RedisNames.CANCELS.getBytes(UTF_8), id);
    } catch (RedisException e) {
      throw new UnreadableException("announcing a cancellation", e);
    }
  }
}
