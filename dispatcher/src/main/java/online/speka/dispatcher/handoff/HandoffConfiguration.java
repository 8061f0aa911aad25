package online.speka.dispatcher.handoff;

import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires handoff.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HandoffProperties.class)
class HandoffConfiguration {

  private static final String TOPIC_NEVER_FORGOTTEN_MS = Long.toString(Long.MAX_VALUE / 2);

  @Bean
  HandoffMetrics handoffMetrics(MeterRegistry registry) {
    return new MicrometerHandoffMetrics(registry);
  }

  @Bean(destroyMethod = "")
  Producer<byte[], byte[]> factsProducer(KafkaProperties kafka, HandoffProperties properties) {
    Map<String, Object> config = kafka.buildProducerProperties();
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "speka-dispatcher-facts");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.facts().metadataWait().toMillis());
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPIC_NEVER_FORGOTTEN_MS);
    int recordBytesMax = Math.toIntExact(properties.facts().recordBytesMax().toBytes());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, recordBytesMax);
    int deliveryMillis = Math.toIntExact(properties.facts().deliveryTimeout().toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deliveryMillis / 2);
    return new KafkaProducer<>(config);
  }

  @Bean
  KafkaFacts kafkaFacts(
      Producer<byte[], byte[]> factsProducer,
      ScheduledExecutorService handoffRetries,
      HandoffProperties properties) {
    return new KafkaFacts(factsProducer, handoffRetries, properties.facts());
  }

  @Bean
  ScheduledExecutorService handoffRetries() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("speka-handoff-retries").daemon().factory());
  }

  @Bean
  FailureFrames failureFrames(
      @Qualifier("handoffConnection") StatefulRedisConnection<byte[], byte[]> connection,
      ScheduledExecutorService handoffRetries,
      HandoffProperties properties,
      HandoffMetrics metrics) {
    return new RedisFailureFrames(connection, handoffRetries, properties.failureFrames(), metrics);
  }

  @Bean
  LastWords lastWords(
      @Qualifier("handoffConnection") StatefulRedisConnection<byte[], byte[]> connection,
      FailureFrames failures,
      ScheduledExecutorService handoffRetries,
      HandoffProperties properties,
      HandoffMetrics metrics) {
    return new RedisLastWords(
        connection, failures, handoffRetries, properties.lastWords(), metrics);
  }

  @Bean
  Fences fences(
      @Qualifier("handoffConnection") StatefulRedisConnection<byte[], byte[]> connection,
      ScheduledExecutorService handoffRetries,
      HandoffProperties properties,
      HandoffMetrics metrics,
      Guards guards) {
    return guards.has(Guard.EPOCH_CHECK)
        ? new RedisFences(connection, handoffRetries, properties.lostAttempts(), metrics)
        : Fences.NONE;
  }

  @Bean
  LostAttempts lostAttempts(Fences fences, KafkaFacts facts) {
    return new LostAttempts(fences, facts);
  }

  @Bean
  Performer performer(
      Assigning assigning,
      KafkaFacts facts,
      FailureFrames failures,
      LastWords lastWords,
      LostAttempts lost) {
    return new Performer(assigning, facts, failures, lastWords, lost);
  }

  @Bean
  Assigning assigning(
      @Qualifier("handoffConnection") StatefulRedisConnection<byte[], byte[]> connection,
      ObjectProvider<Propagator> propagator,
      InstantSource clock,
      HandoffMetrics metrics,
      LongSupplier ticker) {
    DispatchTracing tracing =
        new DispatchTracing(propagator.getIfAvailable(() -> Propagator.NOOP), clock);
    return new Assigning(new RedisInbox(connection), tracing, metrics, ticker);
  }
}
