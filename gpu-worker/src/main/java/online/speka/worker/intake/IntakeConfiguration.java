package online.speka.worker.intake;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.worker.running.HeldJobs;
import online.speka.worker.running.JobRunner;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the inbox.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeProperties.class)
class IntakeConfiguration {

  @Bean
  AssignmentIntake assignmentIntake(
      JobRunner runner,
      IntakeProperties properties,
      LongSupplier ticker,
      Guards guards,
      MeterRegistry registry) {
    // One that forgets at once refuses nothing.
    Duration epochKept = guards.has(Guard.EPOCH_CHECK) ? properties.epochKept() : Duration.ZERO;
    return new AssignmentIntake(
        runner::accept, new EpochFence(epochKept, ticker), new MicrometerIntakeMetrics(registry));
  }

  @Bean
  RedisCancels cancels(@Qualifier("redisClient") RedisClient client, HeldJobs heldJobs) {
    return new RedisCancels(client, heldJobs::cancel);
  }

  @Bean
  RedisInbox inbox(
      WorkerId worker,
      @Qualifier("singleUse") RedisClient singleUse,
      IntakeProperties properties,
      HeldJobs heldJobs,
      AssignmentIntake intake,
      RedisCancels cancels) {
    return new RedisInbox(worker, singleUse, properties, heldJobs, intake, cancels);
  }
}
