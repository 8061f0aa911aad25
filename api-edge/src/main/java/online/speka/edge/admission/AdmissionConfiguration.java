package online.speka.edge.admission;

import java.util.Random;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdmissionProperties.class)
class AdmissionConfiguration {

  @Bean
  RetryAfter retryAfter(AdmissionProperties properties) {
    return new RetryAfter(
        (int) properties.retryAfterMin().toSeconds(),
        (int) properties.retryAfterMax().toSeconds(),
        new Random());
  }

  @Bean
  InFlightLimit inFlightLimit(AdmissionProperties properties, RetryAfter retryAfter) {
    return new InFlightLimit(
        properties.inFlightMax(), properties.bodyBytesMax().toBytes(), retryAfter);
  }

  @Bean
  DeadlineRule deadlineRule(AdmissionProperties properties) {
    return new DeadlineRule(properties.waitMax());
  }
}
