package online.speka.edge.draining;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DrainProperties.class)
class DrainConfiguration {

  @Bean
  Drain drain(DrainProperties properties) {
    return new Drain(properties.notice());
  }
}
