package online.speka.edge.responses;

import java.time.InstantSource;
import online.speka.edge.streaming.RedisCommandLink;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ResponsesProperties.class)
class ResponsesConfiguration {

  @Bean
  ResponseStore responseStore(
      RedisCommandLink link, InstantSource clock, ResponsesProperties properties) {
    return new RedisResponseStore(
        link,
        clock,
        new RedisResponseStore.Limits(
            properties.keptFor(),
            properties.endGrace(),
            properties.logPageMax(),
            properties.documentMax().toBytes()));
  }
}
