package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.wire.RedisNames;

/// Inboxes as Redis lists. The connection neither queues nor repeats commands: an assignment is
/// sent once or not at all.
final class RedisInbox implements Inbox {

  private final StatefulRedisConnection<byte[], byte[]> connection;

  RedisInbox(StatefulRedisConnection<byte[], byte[]> connection) {
    this.connection = connection;
  }

  @Override
  public CompletableFuture<Delivery> push(WorkerId worker, byte[] assignment) {
    if (!connection.isOpen()) {
      return CompletableFuture.completedFuture(Delivery.NOT_SENT);
    }
    try {
      return connection
          .async()
          .lpush(RedisNames.inbox(worker).getBytes(UTF_8), assignment)
          .toCompletableFuture()
          .handle((_, failure) -> failure == null ? Delivery.DELIVERED : Delivery.UNKNOWN);
    } catch (RedisException e) {
      return CompletableFuture.completedFuture(Delivery.UNKNOWN);
    }
  }
}
