package online.speka.ledger.verifying;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerifyingProperties.class)
class VerifyingConfiguration {

  @Bean
  Verifier verifier(
      JdbcClient jdbc,
      VerifyingProperties properties,
      InstantSource clock,
      MeterRegistry registry) {
    Verifier verifier = new Verifier(new JdbcSlices(jdbc), new JdbcChecks(jdbc), properties, clock);
    gauge(registry, verifier, "speka.ledger.mistakes", found -> (double) found.count());
    gauge(registry, verifier, "speka.ledger.difference", found -> found.difference().doubleValue());
    return verifier;
  }

  /// Unknown before the first check, which is not the same as zero.
  private static void gauge(
      MeterRegistry registry, Verifier verifier, String name, ToDoubleFunction<Findings> value) {
    Gauge.builder(
            name,
            verifier,
            v -> v.last().map(r -> value.applyAsDouble(r.findings())).orElse(Double.NaN))
        .strongReference(true)
        .register(registry);
  }

  @Bean
  SchedulingConfigurer verifierTimes(Verifier verifier) {
    return tasks -> tasks.addFixedDelayTask(verifier::runOnce, verifier.interval());
  }

  @Bean
  Rebuild rebuild(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcRebuild(jdbc, transactions, clock);
  }
}
