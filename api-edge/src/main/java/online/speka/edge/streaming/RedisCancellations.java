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
/// back.
final class RedisCancellations implements Cancellations {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCancellations.class);
  private static final byte[] CHANNEL = RedisNames.CANCELS.getBytes(US_ASCII);

  private final RedisLink link;
  private final Queue<JobId> waiting;

  RedisCancellations(RedisLink link, int waitingMax) {
    this.link = link;
    this.waiting = new LinkedBlockingQueue<>(waitingMax);
  }

  @Override
  public void announce(JobId job) {
    RedisAsyncCommands<byte[], byte[]> commands = link.commands().orElse(null);
    if (commands == null) {
      keep(job);
      return;
    }
    var _ =
        commands
            .spublish(CHANNEL, bytes(job))
            .handle(
                (_, failure) -> {
                  if (failure != null) {
                    keep(job);
                  }
                  return null;
                });
  }

  /// Publishes what has waited. Called when Redis is back.
  void announceWaiting() {
    for (int left = waiting.size(); left > 0; left--) {
      JobId job = waiting.poll();
      if (job == null) {
        return;
      }
      announce(job);
    }
  }

  private void keep(JobId job) {
    if (!waiting.offer(job)) {
      LOG.atWarn()
          .setMessage("cancellation dropped, the job runs to its end or deadline")
          .addKeyValue("jobId", job)
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
