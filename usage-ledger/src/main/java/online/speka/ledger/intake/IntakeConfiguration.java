package online.speka.ledger.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import online.speka.contract.wire.Topics;
import online.speka.ledger.KafkaTopics;
import online.speka.ledger.funds.Settlements;
import online.speka.ledger.posting.Ledger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeProperties.class)
class IntakeConfiguration {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final Duration DEAD_LETTER_MAX = Duration.ofSeconds(15);

  /// Enough records to be worth a transaction; see [IntakeProperties#gatherMax()].
  private static final int GATHERED_BYTES = 128 * 1024;

  @Bean
  IntakeMetrics intakeMetrics(MeterRegistry registry) {
    return new MicrometerIntakeMetrics(registry);
  }

  @Bean
  PostingTraces postingTraces(ObjectProvider<Tracer> tracer) {
    Tracer found = tracer.getIfAvailable();
    return found == null ? PostingTraces.NONE : new TracerPostingTraces(found);
  }

  @Bean(destroyMethod = "")
  OutcomeSource outcomeSource(
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaTopics topics,
      IntakeProperties properties,
      MeterRegistry registry) {
    Properties overrides = new Properties();
    overrides.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.batchMax());
    overrides.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHERED_BYTES);
    overrides.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) properties.gatherMax().toMillis());
    OutcomeSource source =
        new KafkaOutcomes(
            () -> {
              topics.ensureOutcomes();
              return consumers.createConsumer(Topics.LEDGER_GROUP, null, "-outcomes", overrides);
            },
            Topics.OUTCOMES,
            new KafkaOutcomes.Waits(properties.pollMax(), properties.commitMax(), CLOSE_MAX),
            System::nanoTime);
    Gauge.builder("speka.ledger.lag", source, OutcomeSource::lag)
        .description("outcomes in Kafka that have no bill yet")
        .register(registry);
    return source;
  }

  @Bean
  DeadLetters deadLetters(KafkaOperations<byte[], byte[]> kafka) {
    return new KafkaDeadLetters(kafka, Topics.DEAD_LETTERS, DEAD_LETTER_MAX);
  }

  @Bean
  IntakeLoop intakeLoop(
      OutcomeSource source,
      Ledger ledger,
      DeadLetters deadLetters,
      IntakeProperties properties,
      IntakeObserver observer,
      InstantSource clock) {
    Intake intake =
        new Intake(
            source, new BatchPoster(ledger), deadLetters, properties.backoff(), observer, clock);
    return new IntakeLoop(intake, source, properties.backoff(), properties.stopMax());
  }

  @Bean
  IntakeObserver intakeObserver(
      IntakeMetrics metrics, PostingTraces traces, ObjectProvider<Settlements> settlements) {
    return new IntakeObserver(metrics, traces, settlements.getIfAvailable(() -> Settlements.NONE));
  }

  @Bean
  SchedulingConfigurer heldOutcomes(
      Ledger ledger, IntakeProperties properties, IntakeObserver observer) {
    HeldOutcomes held = new HeldOutcomes(ledger, properties.batchMax(), observer);
    return tasks -> tasks.addFixedDelayTask(held::runOnce, properties.heldInterval());
  }

  @Bean
  SchedulingConfigurer openRequests(
      Ledger ledger, IntakeProperties properties, IntakeObserver observer, InstantSource clock) {
    OpenRequests open =
        new OpenRequests(
            ledger, properties.openRequestMax(), properties.batchMax(), observer, clock);
    return tasks -> tasks.addFixedDelayTask(open::runOnce, properties.heldInterval());
  }

  @Bean
  HealthIndicator intakeHealthIndicator(OutcomeSource source) {
    return () -> (source.isAssigned() ? Health.up() : Health.down()).build();
  }
}
