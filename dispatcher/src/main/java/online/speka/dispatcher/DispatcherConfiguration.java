package online.speka.dispatcher;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;
import online.speka.dispatcher.flowcontrol.FlowLimits;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.intake.Intake;
import online.speka.dispatcher.workers.FleetWatch;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what all features share: clocks, the catalog, limits, health.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CatalogProperties.class, FlowControlProperties.class})
class DispatcherConfiguration {

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  LongSupplier ticker() {
    return System::nanoTime;
  }

  @Bean
  Supplier<Moment> moments(InstantSource clock, LongSupplier ticker) {
    return () -> new Moment(clock.instant(), ticker.getAsLong());
  }

  @Bean
  Catalog catalog(CatalogProperties properties) {
    return CatalogFile.read(properties.file());
  }

  @Bean
  FlowLimits flowLimits(FlowControlProperties properties) {
    return properties.limits();
  }

  @Bean
  HealthIndicator dispatcherHealthIndicator(Intake intake, FleetWatch fleet) {
    return new DispatcherHealth(intake::hasJoined, fleet::isReadable);
  }
}
