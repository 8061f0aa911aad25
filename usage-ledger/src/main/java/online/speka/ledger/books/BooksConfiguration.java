package online.speka.ledger.books;

import java.time.InstantSource;
import online.speka.ledger.funds.FundChanges;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class BooksConfiguration {

  @Bean
  Books books(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      InstantSource clock,
      ObjectProvider<FundChanges> changes) {
    return new ToldBooks(
        new JdbcBooks(jdbc, transactions, clock), changes.getIfAvailable(() -> FundChanges.NONE));
  }
}
