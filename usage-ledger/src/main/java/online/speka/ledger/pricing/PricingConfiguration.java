package online.speka.ledger.pricing;

import java.time.InstantSource;
import online.speka.ledger.funds.RedisCalls;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PricingProperties.class)
class PricingConfiguration {

  @Bean
  PriceBook priceBook(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcPriceBook(jdbc, transactions, clock);
  }

  /// Without Redis there are no edges.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("spring.data.redis.url")
  static class WithRedis {

    @Bean
    RedisTariff tariff(RedisCalls redis, PriceBook book, InstantSource clock) {
      return new RedisTariff(redis, book, clock);
    }

    @Bean
    SchedulingConfigurer tariffTimes(RedisTariff tariff, PricingProperties properties) {
      return tasks -> tasks.addFixedDelayTask(tariff::tellOnce, properties.tellInterval());
    }
  }
}
