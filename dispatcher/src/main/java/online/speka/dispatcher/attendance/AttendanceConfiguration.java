package online.speka.dispatcher.attendance;

import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires attendance.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AttendanceProperties.class)
class AttendanceConfiguration {

  /// Shares the fleet's connection: both look at what all write, and neither is in a job's way.
  @Bean
  AttendanceReading attendanceReading(
      HeldJobs jobs,
      @Qualifier("fleetConnection") StatefulRedisConnection<byte[], byte[]> connection,
      AttendanceProperties properties,
      LongSupplier ticker,
      MeterRegistry registry) {
    Counter unattended = registry.counter("speka.dispatcher.jobs.unattended");
    return new AttendanceReading(
        new AttendanceWatch(
            jobs,
            new RedisListeners(connection, properties.askedMax()),
            properties.absenceMax(),
            ticker,
            unattended::increment),
        properties.readInterval());
  }
}
