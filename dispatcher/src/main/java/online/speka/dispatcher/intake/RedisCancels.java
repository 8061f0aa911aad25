package online.speka.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.util.UUID;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.RedisNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears which clients have gone. The client library subscribes again after a lost connection; what
/// was published in between is not heard, and the job ends on its worker or by its deadline.
final class RedisCancels {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCancels.class);
  private static final int ID_LENGTH = 16;

  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final CancelMemory memory;
  private final OwnedModels models;

  RedisCancels(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      CancelMemory memory,
      OwnedModels models) {
    this.connection = connection;
    this.memory = memory;
    this.models = models;
  }

  void start() {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void smessage(byte[] channel, byte[] message) {
            heard(message);
          }
        });
    connection.sync().ssubscribe(RedisNames.CANCELS.getBytes(UTF_8));
  }

  private void heard(byte[] message) {
    if (message.length != ID_LENGTH) {
      LOG.atWarn().addKeyValue("length", message.length).log("cancellation is no job id; dropped");
      return;
    }
    ByteBuffer id = ByteBuffer.wrap(message);
    UUID uuid = new UUID(id.getLong(), id.getLong());
    if (uuid.version() == 7) {
      JobId job = new JobId(uuid);
      // Remembered first: a job that is read in between asks the memory.
      memory.remember(job);
      models.cancelled(job);
    }
  }
}
