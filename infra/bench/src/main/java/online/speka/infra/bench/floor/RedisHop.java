package online.speka.infra.bench.floor;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/// A message's way through Redis: published on a sharded channel, as frames are, and received on
/// another connection.
final class RedisHop implements AutoCloseable {

  private final byte[] channel;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> publisher;
  private final StatefulRedisPubSubConnection<byte[], byte[]> subscriber;

  /// @param received gets the number of each message, on the thread that reads
  RedisHop(String uri, String channel, LongConsumer received) {
    this.channel = channel.getBytes(StandardCharsets.UTF_8);
    this.client = RedisClient.create(uri);
    client.setOptions(ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled()).build());
    this.publisher = client.connect(ByteArrayCodec.INSTANCE);
    this.subscriber = client.connectPubSub(ByteArrayCodec.INSTANCE);
    subscriber.addListener(
        new RedisPubSubAdapter<byte[], byte[]>() {
          @Override
          public void smessage(byte[] shardChannel, byte[] message) {
            received.accept(ByteBuffer.wrap(message).getLong());
          }
        });
    subscriber.sync().ssubscribe(this.channel);
  }

  /// The message is as long as a frame with one chunk.
  CompletionStage<Long> publish(long number, int bytes) {
    byte[] message = ByteBuffer.allocate(Math.max(Long.BYTES, bytes)).putLong(number).array();
    return publisher.async().spublish(channel, message);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
