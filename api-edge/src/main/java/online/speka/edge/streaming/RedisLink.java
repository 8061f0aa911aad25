package online.speka.edge.streaming;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The edge's two connections to Redis: one hears its channel, one carries commands. Made until
/// they stand; after that the driver makes them again, and subscribes again, whenever they are
/// lost.
final class RedisLink implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final RedisClient client;
  private final byte[] channel;
  private final Hearer hearer;
  private final Duration retryDelay;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable StatefulRedisConnection<byte[], byte[]> commands;
  private volatile boolean subscribed;

  /// @param message told of each message, on the connection's own thread
  /// @param subscribed told each time the subscription stands; messages before that may be lost
  record Hearer(Consumer<byte[]> message, Runnable subscribed) {}

  /// @param retryDelay pause between two tries to make the first connection
  RedisLink(RedisClient client, byte[] channel, Hearer hearer, Duration retryDelay) {
    this.client = client;
    this.channel = channel;
    this.hearer = hearer;
    this.retryDelay = retryDelay;
  }

  /// Whether this edge hears its channel.
  boolean isSubscribed() {
    return subscribed;
  }

  /// For commands that may be lost; empty while the first connection does not stand.
  Optional<RedisAsyncCommands<byte[], byte[]>> commands() {
    StatefulRedisConnection<byte[], byte[]> connection = commands;
    return connection == null ? Optional.empty() : Optional.of(connection.async());
  }

  @Override
  public void run() {
    StatefulRedisPubSubConnection<byte[], byte[]> subscription = null;
    while (stopped.getCount() > 0) {
      try {
        if (commands == null) {
          commands = client.connect(ByteArrayCodec.INSTANCE);
        }
        if (subscription == null) {
          subscription = client.connectPubSub(ByteArrayCodec.INSTANCE);
          subscription.addListener(new Listener());
          subscription.addListener(new State());
        }
        subscription.sync().ssubscribe(channel);
        return;
      } catch (RedisException e) {
        LOG.atWarn()
            .setMessage("Redis cannot be reached, no request is accepted until it can")
            .addKeyValue("retryDelay", retryDelay)
            .addKeyValue("reason", e.getMessage())
            .log();
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean _ = stopped.await(retryDelay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    subscribed = false;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  private final class Listener extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void smessage(byte[] shardChannel, byte[] message) {
      hearer.message().accept(message);
    }

    @Override
    public void ssubscribed(byte[] shardChannel, long count) {
      subscribed = true;
      LOG.atInfo().setMessage("hearing this edge's channel").log();
      hearer.subscribed().run();
    }

    @Override
    public void sunsubscribed(byte[] shardChannel, long count) {
      subscribed = false;
    }
  }

  private final class State implements RedisConnectionStateListener {
    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      subscribed = false;
      if (stopped.getCount() == 0) {
        return;
      }
      LOG.atWarn()
          .setMessage("channel lost, frames are read from their logs when it is back")
          .log();
    }
  }
}
