package online.speka.testkit.architecture.planted.pure.clean.scheduling;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Its wiring. */
@Configuration
public class SchedulingConfiguration {
  @Bean
  Picker picker(SchedulingLimits limits) {
    return new Picker(limits);
  }
}
