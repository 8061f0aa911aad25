package online.speka.ledger.deadletters;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;

/// Wires dead letters.
@Configuration(proxyBeanMethods = false)
class DeadLettersConfiguration {

  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  @Bean
  BuriedJobs buriedJobs(
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaOperations<byte[], byte[]> producer,
      InstantSource clock) {
    Properties overrides = new Properties();
    overrides.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return new KafkaBuriedJobs(
        () -> consumers.createConsumer(null, null, "-dead-letters", overrides),
        producer,
        clock,
        WAIT_MAX);
  }
}
