package online.speka.ledger.reporting;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReportingProperties.class)
class ReportingConfiguration {

  @Bean
  Reports reports(JdbcClient jdbc) {
    return new JdbcReports(jdbc);
  }

  @Bean
  UsageReports usageReports(JdbcClient jdbc) {
    return new JdbcUsageReports(jdbc);
  }

  @Bean
  Reconciler reconciler(Reports reports, InstantSource clock, MeterRegistry registry) {
    Reconciler reconciler = new Reconciler(reports, clock);
    gauge(
        registry, reconciler, "speka.ledger.postings.sum", check -> check.postings().doubleValue());
    gauge(
        registry,
        reconciler,
        "speka.ledger.bills.difference",
        check -> check.difference().doubleValue());
    gauge(registry, reconciler, "speka.ledger.held", check -> (double) check.held());
    return reconciler;
  }

  /// Unknown before the first check, which is not the same as zero.
  private static void gauge(
      MeterRegistry registry,
      Reconciler reconciler,
      String name,
      ToDoubleFunction<BooksCheck> value) {
    Gauge.builder(name, reconciler, r -> r.last().map(value::applyAsDouble).orElse(Double.NaN))
        .strongReference(true)
        .register(registry);
  }

  @Bean
  SchedulingConfigurer reconcilerTimes(Reconciler reconciler, ReportingProperties properties) {
    return tasks -> tasks.addFixedDelayTask(reconciler::runOnce, properties.checkInterval());
  }
}
