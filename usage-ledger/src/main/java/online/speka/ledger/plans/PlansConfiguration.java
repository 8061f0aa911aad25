package online.speka.ledger.plans;

import java.time.InstantSource;
import online.speka.ledger.books.Books;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.funds.Reserved;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlansProperties.class)
class PlansConfiguration {

  @Bean
  AllowanceRounds allowanceRounds(
      JdbcClient jdbc,
      Books books,
      TransactionTemplate transactions,
      ObjectProvider<FundChanges> changes,
      InstantSource clock) {
    return new AllowanceRounds(
        new JdbcPlans(jdbc),
        new JdbcAllowances(jdbc, books),
        transactions,
        changes.getIfAvailable(() -> FundChanges.NONE),
        clock);
  }

  @Bean
  SchedulingConfigurer allowanceTimes(AllowanceRounds rounds, PlansProperties properties) {
    return tasks -> tasks.addFixedDelayTask(rounds::runOnce, properties.interval());
  }

  @Bean
  Plans plans(
      JdbcClient jdbc,
      AllowanceRounds rounds,
      TransactionTemplate transactions,
      ObjectProvider<FundChanges> changes,
      ObjectProvider<Reserved> reserved,
      InstantSource clock) {
    return new PlanDesk(
        new JdbcPlans(jdbc),
        rounds,
        transactions,
        changes.getIfAvailable(() -> FundChanges.NONE),
        reserved.getIfAvailable(() -> Reserved.UNKNOWN),
        clock);
  }
}
