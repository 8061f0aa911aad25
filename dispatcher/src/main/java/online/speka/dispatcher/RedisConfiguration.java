package online.speka.dispatcher;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Connections to Redis. A command is sent once or fails at once: nothing is queued while Redis is
/// away and nothing is repeated when it comes back, because whoever sent it knows better what is
/// still true.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConfiguration.class);
  private static final Duration RECONNECT_MIN = Duration.ofMillis(20);
  private static final Duration RECONNECT_MAX = Duration.ofMillis(500);
  private static final Duration START_RETRY = Duration.ofMillis(250);

  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources() {
    return ClientResources.builder()
        .reconnectDelay(
            Delay.exponential(
                RECONNECT_MIN.toMillis(), RECONNECT_MAX.toMillis(), TimeUnit.MILLISECONDS, 2))
        .build();
  }

  @Bean(destroyMethod = "shutdown")
  RedisClient redisClient(ClientResources redisResources, RedisProperties properties) {
    RedisClient client = RedisClient.create(redisResources, RedisURI.create(properties.url()));
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(_ -> true)
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(properties.connectTimeout())
                    .keepAlive(true)
                    .tcpNoDelay(true)
                    .build())
            .timeoutOptions(TimeoutOptions.enabled(properties.timeout()))
            .build());
    return client;
  }

  @Bean(destroyMethod = "close")
  StatefulRedisConnection<byte[], byte[]> handoffConnection(
      RedisClient client, RedisProperties properties, LongSupplier ticker) {
    return patiently(() -> client.connect(ByteArrayCodec.INSTANCE), properties, ticker);
  }

  /// Apart from handoff's: a large fleet's heartbeats must not stand before an assignment.
  @Bean(destroyMethod = "close")
  StatefulRedisConnection<byte[], byte[]> fleetConnection(
      RedisClient client, RedisProperties properties, LongSupplier ticker) {
    return patiently(() -> client.connect(ByteArrayCodec.INSTANCE), properties, ticker);
  }

  @Bean(destroyMethod = "close")
  StatefulRedisPubSubConnection<byte[], byte[]> cancelsConnection(
      RedisClient client, RedisProperties properties, LongSupplier ticker) {
    return patiently(() -> client.connectPubSub(ByteArrayCodec.INSTANCE), properties, ticker);
  }

  private static <T> T patiently(
      Supplier<T> connect, RedisProperties properties, LongSupplier ticker) {
    long giveUpAt = ticker.getAsLong() + properties.startTimeout().toNanos();
    while (true) {
      try {
        return connect.get();
      } catch (RedisConnectionException e) {
        if (ticker.getAsLong() - giveUpAt > 0) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("reason", e.getMessage())
            .log("Redis cannot be reached yet; trying again");
        LockSupport.parkNanos(START_RETRY.toNanos());
      }
    }
  }
}
