package online.speka.edge.submission;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import online.speka.contract.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  SubmissionProperties.class,
  TopicProperties.class,
  KafkaProperties.class
})
class SubmissionConfiguration {
  /// A job's headers and the framing of its record.
  private static final long HEADERS_BYTES_MAX = 64 * 1024;

  private static final Duration BACKOFF = Duration.ofMillis(50);
  private static final Duration BACKOFF_MAX = Duration.ofMillis(500);
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration TOPIC_MEMORY = Duration.ofHours(1);

  @Bean
  SubmissionLimits submissionLimits(SubmissionProperties properties) {
    return new SubmissionLimits(
        properties.recordMax().toBytes() - HEADERS_BYTES_MAX,
        properties.bufferMax().toBytes() - properties.recordMax().toBytes(),
        properties.deliveryTimeout());
  }

  @Bean
  SubmissionMetrics submissionMetrics(MeterRegistry registry) {
    return new MicrometerSubmissionMetrics(registry);
  }

  @Bean(destroyMethod = "close")
  Producer<byte[], byte[]> jobProducer(KafkaProperties kafka, SubmissionProperties properties) {
    Map<String, Object> config = kafka.buildProducerProperties();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Never wait on an event loop: what would block fails, and its client is told to try again.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) properties.deliveryTimeout().toMillis());
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) properties.requestTimeout().toMillis());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int) properties.recordMax().toBytes());
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, properties.bufferMax().toBytes());
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, BACKOFF.toMillis());
    config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, BACKOFF_MAX.toMillis());
    config.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, BACKOFF.toMillis());
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, BACKOFF_MAX.toMillis());
    config.put(
        ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECTION_TIMEOUT.toMillis());
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPIC_MEMORY.toMillis());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Bean
  KafkaTopics topics(
      KafkaProperties kafka,
      Catalog catalog,
      TopicProperties topics,
      SubmissionProperties properties) {
    Map<String, Object> config = kafka.buildAdminProperties();
    config.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        (int) properties.deliveryTimeout().toMillis());
    config.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) properties.requestTimeout().toMillis());
    return new KafkaTopics(
        () -> Admin.create(config), catalog, topics, properties.recordMax().toBytes());
  }

  @Bean(destroyMethod = "close")
  KafkaTopicWatch topicWatch(
      KafkaTopics topics, Producer<byte[], byte[]> producer, SubmissionProperties properties) {
    KafkaTopicWatch watch = new KafkaTopicWatch(topics, producer, properties);
    Thread.ofVirtual().name("topic-watch").start(watch);
    return watch;
  }

  @Bean
  JobSubmitter jobSubmitter(
      Producer<byte[], byte[]> producer,
      KafkaTopicWatch topics,
      SubmissionMetrics metrics,
      SubmissionObserver observer) {
    return new KafkaJobSubmitter(producer, topics, metrics, observer);
  }

  @Bean
  HealthIndicator jobTopicsHealthIndicator(JobSubmitter submitter) {
    return () -> (submitter.isUp() ? Health.up() : Health.outOfService()).build();
  }
}
