package online.speka.ledger.keys;

import java.security.SecureRandom;
import java.time.InstantSource;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

  @Bean
  ApiKeys apiKeys(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcApiKeys(jdbc, new JdbcTransactions(transactions), clock, new SecureRandom());
  }

  @Bean
  UsageLimits usageLimits(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcUsageLimits(jdbc, new JdbcTransactions(transactions), clock);
  }
}
