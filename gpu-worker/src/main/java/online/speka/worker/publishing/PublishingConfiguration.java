package online.speka.worker.publishing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires publishing to Redis and Kafka.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PublishingProperties.class, KafkaTopicProperties.class})
class PublishingConfiguration {

  /// How long one offer of an outcome lasts; whole offers are repeated by the publisher.
  private static final int DELIVERY_MS = 10_000;

  private static final int REQUEST_MS = 3_000;

  @Bean
  PublishingMetrics publishingMetrics(MeterRegistry registry) {
    return new MicrometerPublishingMetrics(registry);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService publishingTimer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("publishing-timer").factory());
  }

  @Bean(destroyMethod = "") // The publisher closes it.
  FrameTransport frameTransport(
      PublishingProperties properties,
      @Qualifier("singleUse") RedisClient client,
      RedisURI uri,
      @Qualifier("publishingTimer") ScheduledExecutorService timer,
      ReplayLog logs,
      Guards guards) {
    FrameTransport fenced =
        new RedisFrameTransport(
            RedisFrameTransport.connections(
                client, uri, new RedisReconnect.Backoff(timer, properties.reconnectMax())),
            logs);
    return guards.has(Guard.EPOCH_CHECK) ? fenced : new HeedlessTransport(fenced);
  }

  @Bean
  FramePublisher framePublisher(
      PublishingProperties properties,
      FrameTransport transport,
      @Qualifier("publishingTimer") ScheduledExecutorService timer,
      PublishingMetrics metrics,
      InstantSource clock,
      LongSupplier ticker) {
    FramePublisher publisher =
        new FramePublisher(
            properties.limits(),
            transport,
            PublishingTimer.of(timer),
            metrics,
            new FramePublisher.Time(clock, ticker));
    publisher.start(properties.acknowledgeMax());
    return publisher;
  }

  @Bean
  RedisReplayLog replayLog(@Qualifier("redisClient") RedisClient client) {
    return new RedisReplayLog(client);
  }

  @Bean
  RedisKeptEnds keptEnds(@Qualifier("redisClient") RedisClient client, RedisURI uri) {
    RedisKeptEnds ends = new RedisKeptEnds(client, uri);
    var _ = ends.connection();
    return ends;
  }

  @Bean
  KafkaOutcomePublisher outcomePublisher(
      KafkaProperties kafka,
      PublishingProperties properties,
      PublishingMetrics metrics,
      LongSupplier ticker) {
    Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MS);
    return new KafkaOutcomePublisher(
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
        properties.outcomeRetryMax(),
        metrics,
        ticker);
  }

  @Bean
  KafkaOutcomesTopic outcomesTopic(KafkaProperties kafka, KafkaTopicProperties topics) {
    KafkaOutcomesTopic topic =
        new KafkaOutcomesTopic(
            Admin.create(kafka.buildAdminProperties()),
            topics.replicationFactor(),
            topics.outcomesRetention());
    topic.start();
    return topic;
  }
}
