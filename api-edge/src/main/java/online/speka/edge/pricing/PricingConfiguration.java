package online.speka.edge.pricing;

import java.time.InstantSource;
import online.speka.edge.streaming.RedisCommandLink;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PricingProperties.class)
class PricingConfiguration {

  @Bean
  Tariff tariff(InstantSource clock) {
    return new Tariff(clock);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  RedisTariffFeed tariffFeed(Tariff tariff, RedisCommandLink redis, PricingProperties properties) {
    return new RedisTariffFeed(tariff, redis::commands, properties);
  }
}
