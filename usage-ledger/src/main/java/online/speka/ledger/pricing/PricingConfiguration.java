package online.speka.ledger.pricing;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class PricingConfiguration {

  @Bean
  PriceBook priceBook(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcPriceBook(jdbc, transactions, clock);
  }
}
