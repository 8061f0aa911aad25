package online.speka.dispatcher.workers;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the worker registry.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkersProperties.class)
class WorkersConfiguration {

  @Bean
  FleetWatch fleetWatch(
      @Qualifier("fleetConnection") StatefulRedisConnection<byte[], byte[]> connection,
      WorkersProperties properties,
      LongSupplier ticker) {
    return new FleetWatch(
        new RedisHeartbeats(connection), new Liveness(properties.liveness()), ticker);
  }

  @Bean
  FleetReading fleetReading(FleetWatch fleet, WorkersProperties properties) {
    return new FleetReading(fleet, properties.readInterval());
  }
}
