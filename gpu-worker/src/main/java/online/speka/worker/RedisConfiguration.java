package online.speka.worker;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Two Redis clients over the same threads.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {

  private static final int IO_THREADS = 2;

  /// Most commands that wait for an answer on one connection.
  private static final int REQUEST_QUEUE_MAX = 65_536;

  @Bean
  RedisURI redisUri(RedisProperties properties) {
    RedisURI uri = RedisURI.create(properties.url());
    uri.setTimeout(properties.timeout());
    return uri;
  }

  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(IO_THREADS)
        .computationThreadPoolSize(IO_THREADS)
        .build();
  }

  /// For whoever repeats nothing by itself and may be late: heartbeats, cancels, reads. Connects
  /// again by itself.
  @Bean(destroyMethod = "shutdown")
  RedisClient redisClient(ClientResources resources, RedisURI uri, RedisProperties properties) {
    return client(resources, uri, properties, true);
  }

  /// For whoever must know whether a command was answered: publishing and the inbox. A broken
  /// connection fails what was in flight and stays broken.
  @Bean(destroyMethod = "shutdown")
  @Qualifier("singleUse")
  RedisClient singleUseRedisClient(
      ClientResources resources, RedisURI uri, RedisProperties properties) {
    return client(resources, uri, properties, false);
  }

  private static RedisClient client(
      ClientResources resources, RedisURI uri, RedisProperties properties, boolean reconnects) {
    RedisClient client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(reconnects)
            .requestQueueSize(REQUEST_QUEUE_MAX)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(properties.connectTimeout())
                    .keepAlive(true)
                    .build())
            .build());
    return client;
  }
}
