package online.speka.worker;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one place where the worker asks the machine for the time.
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  InstantSource instantSource() {
    return InstantSource.system();
  }

  /// Nanoseconds, for durations within this process only.
  @Bean
  LongSupplier ticker() {
    return System::nanoTime;
  }
}
