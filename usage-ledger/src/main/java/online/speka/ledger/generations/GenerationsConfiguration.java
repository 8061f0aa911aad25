package online.speka.ledger.generations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import online.speka.ledger.funds.FundBoard;
import online.speka.ledger.funds.FundLevels;
import online.speka.ledger.funds.RedisCalls;
import online.speka.ledger.funds.UnknownFunds;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/// Only with Redis is there anything to watch.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.data.redis.url")
@EnableConfigurationProperties(GenerationsProperties.class)
class GenerationsConfiguration {

  @Bean
  GenerationLoop.Pauses generationPauses() {
    return new GenerationLoop.Pauses();
  }

  @Bean
  Sources generationSources(
      FundBoard board, FundLevels levels, JdbcClient jdbc, KafkaUnfinishedJobs jobs) {
    return new Sources(board, levels, jobs, new JdbcOpenJobs(jdbc));
  }

  @Bean
  KafkaUnfinishedJobs unfinishedJobs(
      KafkaAdmin admin,
      ConsumerFactory<byte[], byte[]> consumers,
      GenerationLoop.Pauses pauses,
      GenerationsProperties properties) {
    return new KafkaUnfinishedJobs(
        () -> Admin.create(admin.getConfigurationProperties()),
        () -> consumers.createConsumer(null, null, "-unfinished"),
        new KafkaUnfinishedJobs.Waits(
            properties.kafkaWaitMax(), properties.readMax(), properties.outcomesWaitMax()),
        () -> pauses.pause(properties.pollInterval()),
        System::nanoTime);
  }

  @Bean
  GenerationWatch generationWatch(
      RedisCalls redis,
      Sources sources,
      UnknownFunds unknown,
      DataSource database,
      JdbcClient jdbc,
      GenerationLoop.Pauses pauses,
      GenerationsProperties properties) {
    GenerationBoard generations = new RedisGenerationBoard(redis);
    return new GenerationWatch(
        generations,
        unknown,
        new JdbcSingleOpener(database, jdbc, "speka.ledger.generation"),
        new GenerationOpening(generations, sources, () -> pauses.pause(properties.edgesWait())));
  }

  @Bean
  GenerationLoop generationLoop(
      GenerationWatch watch,
      GenerationLoop.Pauses pauses,
      GenerationsProperties properties,
      MeterRegistry registry) {
    Gauge.builder("speka.ledger.funds.serving", watch, w -> w.serves() ? 1 : 0)
        .description("1 while requests with funds can be admitted")
        .register(registry);
    return new GenerationLoop(watch, pauses, properties.pollInterval(), properties.stopMax());
  }

  @Bean
  SchedulingConfigurer reservationSweep(
      Sources sources,
      DataSource database,
      JdbcClient jdbc,
      MeterRegistry registry,
      GenerationsProperties properties,
      InstantSource clock) {
    ReservationSweep sweep =
        new ReservationSweep(
            sources,
            new JdbcSingleOpener(database, jdbc, "speka.ledger.sweep"),
            properties.submissionMax(),
            SweepMetrics.in(registry),
            clock);
    return tasks -> tasks.addFixedDelayTask(sweep::runOnce, properties.sweepInterval());
  }
}
