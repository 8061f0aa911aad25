package online.speka.edge.auth;

import java.util.Map;
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
  PrincipalSnapshot principalSnapshot() {
    return new PrincipalSnapshot();
  }

  @Bean
  Authenticator authenticator(PrincipalSnapshot principals) {
    return new Authenticator(principals);
  }

  @Bean(destroyMethod = "close")
  KafkaPrincipalFeed principalFeed(
      KafkaProperties kafka, AuthProperties properties, PrincipalSnapshot snapshot) {
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
            properties);
    Thread.ofVirtual().name("principal-feed").start(feed);
    return feed;
  }

  @Bean
  HealthIndicator principalsHealthIndicator(PrincipalSnapshot snapshot) {
    return () ->
        (snapshot.isComplete() ? Health.up() : Health.outOfService())
            .withDetail("principals", snapshot.size())
            .build();
  }
}
