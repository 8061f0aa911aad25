package online.speka.edge.auth;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import online.speka.edge.streaming.RedisCommandLink;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AuthProperties.class, KafkaProperties.class})
class AuthConfiguration {

  @Bean
  PrincipalSnapshot principalSnapshot(AuthProperties properties, LongSupplier ticker) {
    return new PrincipalSnapshot(properties.freshnessMax(), ticker);
  }

  @Bean
  KeyUses keyUses() {
    return new KeyUses();
  }

  @Bean(destroyMethod = "close")
  RedisKeyUses keyUseReports(KeyUses uses, RedisCommandLink redis, AuthProperties properties) {
    return new RedisKeyUses(uses, redis::commands, properties.useReportInterval());
  }

  @Bean
  Authenticator authenticator(
      PrincipalSnapshot principals, KeyUses uses, AuthProperties properties, InstantSource clock) {
    return new Authenticator(principals, new ClientAddresses(properties.proxies()), uses, clock);
  }

  @Bean(destroyMethod = "close")
  KafkaPrincipalFeed principalFeed(
      KafkaProperties kafka,
      AuthProperties properties,
      PrincipalSnapshot snapshot,
      LongSupplier ticker) {
    Map<String, Object> config = kafka.buildConsumerProperties();
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    KafkaPrincipalFeed feed =
        new KafkaPrincipalFeed(
            () ->
                new KafkaConsumer<>(
                    config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            snapshot,
            properties,
            ticker);
    Thread.ofVirtual().name("principal-feed").start(feed);
    return feed;
  }

  @Bean
  HealthIndicator principalsHealthIndicator(PrincipalSnapshot snapshot) {
    return () ->
        (snapshot.knowledge() == Principals.Knowledge.INCOMPLETE
                ? Health.outOfService()
                : Health.up())
            .withDetail("principals", snapshot.size())
            .withDetail("knowledge", snapshot.knowledge())
            .build();
  }
}
