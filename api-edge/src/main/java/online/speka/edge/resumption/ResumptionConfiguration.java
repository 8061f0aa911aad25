package online.speka.edge.resumption;

import io.micrometer.core.instrument.MeterRegistry;
import online.speka.edge.streaming.RedisCommandLink;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ResumptionProperties.class)
class ResumptionConfiguration {

  @Bean
  IdempotencyKeys idempotencyKeys(RedisCommandLink link, ResumptionProperties properties) {
    return new RedisIdempotencyKeys(new RedisQuestions(link), properties.keptFor());
  }

  @Bean
  KeptAnswers keptAnswers(RedisCommandLink link) {
    return new RedisKeptAnswers(new RedisQuestions(link));
  }

  @Bean
  ResumptionMetrics resumptionMetrics(MeterRegistry registry) {
    return new MicrometerResumptionMetrics(registry);
  }
}
