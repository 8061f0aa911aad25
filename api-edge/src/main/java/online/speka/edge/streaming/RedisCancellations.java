package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.RedisNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes cancellations. What cannot be published now waits, in a bounded queue, until Redis is
/// back, and is then published several times: the others have to find their way back too.
final class RedisCancellations implements Cancellations {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCancellations.class);
  private static final byte[] CHANNEL = RedisNames.CANCELS.getBytes(US_ASCII);
  private static final int REPEATS = 5;

  private final RedisLink link;
  private final Queue<Waiting> waiting;

  RedisCancellations(RedisLink link, int waitingMax) {
    this.link = link;
    this.waiting = new LinkedBlockingQueue<>(waitingMax);
  }

  /// @param repeats how often it is to be published
  private record Waiting(JobId job, int repeats) {}

  @Override
  public void announce(JobId job) {
    publish(new Waiting(job, 1));
  }

  /// Publishes what waits. Called again and again while Redis is there.
  void announceWaiting() {
    for (int left = waiting.size(); left > 0; left--) {
      Waiting next = waiting.poll();
      if (next == null) {
        return;
      }
      publish(next);
    }
  }

  private void publish(Waiting next) {
    RedisAsyncCommands<byte[], byte[]> commands = link.commands().orElse(null);
    if (commands == null) {
      keep(new Waiting(next.job(), REPEATS));
      return;
    }
    var _ =
        commands
            .spublish(CHANNEL, bytes(next.job()))
            .handle(
                (_, failure) -> {
                  if (failure != null) {
                    keep(new Waiting(next.job(), REPEATS));
                  } else if (next.repeats() > 1) {
                    keep(new Waiting(next.job(), next.repeats() - 1));
                  }
                  return null;
                });
  }

  private void keep(Waiting next) {
    if (!waiting.offer(next)) {
      LOG.atWarn()
          .setMessage("cancellation dropped, the job runs to its end or deadline")
          .addKeyValue("jobId", next.job())
          .log();
    }
  }

  private static byte[] bytes(JobId job) {
    UUID id = job.value();
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
