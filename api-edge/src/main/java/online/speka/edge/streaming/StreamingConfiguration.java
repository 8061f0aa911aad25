package online.speka.edge.streaming;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import online.speka.contract.guard.Guards;
import online.speka.contract.job.EdgeId;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StreamingProperties.class, DataRedisProperties.class})
class StreamingConfiguration {
  private static final Duration RECONNECT_DELAY_MIN = Duration.ofMillis(20);
  private static final Duration KEEP_ALIVE_IDLE = Duration.ofSeconds(2);
  private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);
  private static final String REDIS_URL_DEFAULT = "redis://127.0.0.1:6379";

  @Bean
  StreamingMetrics streamingMetrics(MeterRegistry registry) {
    return new MicrometerStreamingMetrics(registry);
  }

  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources(StreamingProperties limits) {
    return ClientResources.builder()
        .reconnectDelay(
            Delay.exponential(
                RECONNECT_DELAY_MIN, limits.reconnectDelayMax(), 2, TimeUnit.MILLISECONDS))
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .build();
  }

  @Bean(destroyMethod = "close")
  RedisStreams redisStreams(
      DataRedisProperties redis,
      ClientResources resources,
      StreamingProperties limits,
      StreamingMetrics metrics,
      EdgeId edge,
      Guards guards,
      LongSupplier ticker) {
    RedisURI uri = RedisURI.create(Optional.ofNullable(redis.getUrl()).orElse(REDIS_URL_DEFAULT));
    uri.setTimeout(limits.commandTimeout());
    RedisClient client = RedisClient.create(resources, uri);
    client.setOptions(options(limits));
    return RedisStreams.start(client, edge, Hearing.with(guards), limits, metrics, ticker);
  }

  @Bean
  Cancellations cancellations(RedisStreams redis) {
    return redis.cancellations();
  }

  @Bean
  TokenStreams tokenStreams(RedisStreams redis, MeterRegistry registry) {
    Gauge.builder("speka.edge.streams.open", redis.streams(), OpenStreams::size).register(registry);
    return redis.streams();
  }

  @Bean
  RedisCommandLink redisCommandLink(RedisStreams redis) {
    return redis.link();
  }

  @Bean
  HealthIndicator channelHealthIndicator(TokenStreams streams) {
    return () -> (streams.isUp() ? Health.up() : Health.outOfService()).build();
  }

  private static ClientOptions options(StreamingProperties limits) {
    return ClientOptions.builder()
        // Under RESP3 the driver copies every message once more, for listeners to pushes.
        .protocolVersion(ProtocolVersion.RESP2)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(TimeoutOptions.enabled(limits.commandTimeout()))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(limits.connectTimeout())
                .keepAlive(
                    SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(KEEP_ALIVE_IDLE)
                        .interval(KEEP_ALIVE_INTERVAL)
                        .count(SocketOptions.KeepAliveOptions.DEFAULT_COUNT)
                        .build())
                .build())
        .build();
  }
}
