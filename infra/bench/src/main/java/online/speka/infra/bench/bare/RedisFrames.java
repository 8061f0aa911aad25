package online.speka.infra.bench.bare;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Hears the channel of an edge, beside it.
final class RedisFrames implements AutoCloseable {

  private final RedisClient client;

  private RedisFrames(RedisClient client) {
    this.client = client;
  }

  /// Returns when the subscription stands.
  ///
  /// @param message told of each message, on the connection's own thread
  static RedisFrames hear(String uri, String channel, Consumer<byte[]> message) {
    RedisClient client = RedisClient.create(uri);
    // As the edge: under RESP3 the driver copies every message once more.
    client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
    StatefulRedisPubSubConnection<byte[], byte[]> subscription =
        client.connectPubSub(ByteArrayCodec.INSTANCE);
    subscription.addListener(
        new RedisPubSubAdapter<byte[], byte[]>() {
          @Override
          public void smessage(byte[] shardChannel, byte[] bytes) {
            message.accept(bytes);
          }
        });
    subscription.sync().ssubscribe(channel.getBytes(StandardCharsets.US_ASCII));
    return new RedisFrames(client);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
