package online.speka.dispatcher.intake;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.guard.Guards;
import online.speka.dispatcher.attendance.HeldJobs;
import online.speka.dispatcher.flowcontrol.FlowLimits;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.handoff.Performer;
import online.speka.dispatcher.workers.FleetWatch;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires intake.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  IntakeProperties.class,
  TopicsProperties.class,
  KafkaProperties.class
})
class IntakeConfiguration {

  @Bean
  IntakeMetrics intakeMetrics(MeterRegistry registry, InstantSource clock) {
    return new MicrometerIntakeMetrics(registry, clock);
  }

  @Bean
  KafkaConsumers kafkaConsumers(KafkaProperties kafka, IntakeProperties properties) {
    return new KafkaConsumers(kafka.buildConsumerProperties(), properties);
  }

  @Bean
  MembershipLease membershipLease(IntakeProperties properties, LongSupplier ticker) {
    return new MembershipLease(properties.sessionTimeout(), ticker.getAsLong());
  }

  @Bean
  FactInquiries factInquiries() {
    return new FactInquiries();
  }

  @Bean
  OwnedModels ownedModels(
      FlowLimits limits,
      Performer performer,
      Supplier<Moment> moments,
      FleetWatch fleet,
      MembershipLease lease,
      FactInquiries inquiries,
      Guards guards,
      IntakeMetrics metrics) {
    OwnedModels models =
        new OwnedModels(
            limits, new Surroundings(performer, moments, lease, inquiries, guards), fleet, metrics);
    fleet.listen(models);
    return models;
  }

  @Bean
  HeldJobs heldJobs(OwnedModels models) {
    return () -> models.all().stream().flatMap(model -> model.unfinished().stream()).toList();
  }

  @Bean
  CancelMemory cancelMemory(IntakeProperties properties, LongSupplier ticker) {
    IntakeProperties.Cancels cancels = properties.cancels();
    return new CancelMemory(cancels.rememberedMax(), cancels.rememberedFor(), ticker);
  }

  @Bean
  KafkaTopicsSetup kafkaTopicsSetup(
      KafkaProperties kafka, Catalog catalog, TopicsProperties properties, LongSupplier ticker) {
    return new KafkaTopicsSetup(kafka.buildAdminProperties(), catalog, properties, ticker);
  }

  @Bean
  KafkaOutcomes kafkaOutcomes(
      KafkaConsumers consumers,
      OwnedModels models,
      FactInquiries inquiries,
      IntakeProperties properties) {
    return new KafkaOutcomes(consumers::outcomes, models, inquiries, properties);
  }

  @Bean
  Takeover takeover(
      KafkaConsumers consumers,
      FleetWatch fleet,
      IntakeProperties properties,
      FlowLimits limits,
      IntakeMetrics metrics,
      LongSupplier ticker) {
    return new Takeover(
        new KafkaOutcomesReplay(consumers::replay, properties.requestTimeout()),
        fleet,
        properties.takeover(),
        limits.inheritedFactsMax(),
        metrics,
        ticker);
  }

  @Bean
  RedisCancels redisCancels(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      CancelMemory memory,
      OwnedModels models) {
    return new RedisCancels(connection, memory, models);
  }

  @Bean
  IntakeParts intakeParts(
      IntakeProperties properties,
      OwnedModels models,
      Takeover takeover,
      CancelMemory cancels,
      MembershipLease lease,
      Supplier<Moment> moments,
      IntakeMetrics metrics) {
    return new IntakeParts(properties, models, takeover, cancels, lease, moments, metrics);
  }

  @Bean
  Intake intake(
      KafkaTopicsSetup topics,
      KafkaOutcomes outcomes,
      Takeover takeover,
      RedisCancels cancels,
      KafkaConsumers consumers,
      IntakeParts parts) {
    return new Intake(
        topics, outcomes, takeover, cancels, new KafkaIntake(consumers::member, parts));
  }
}
