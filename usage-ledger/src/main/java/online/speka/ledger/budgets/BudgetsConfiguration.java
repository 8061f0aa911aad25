package online.speka.ledger.budgets;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import online.speka.ledger.funds.FundChanges;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BudgetsProperties.class)
class BudgetsConfiguration {

  @Bean
  Budgets budgets(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      ObjectProvider<FundChanges> changes,
      InstantSource clock) {
    return new BudgetDesk(
        new JdbcBudgets(jdbc), transactions, changes.getIfAvailable(() -> FundChanges.NONE), clock);
  }

  @Bean
  SchedulingConfigurer budgetMonths(
      JdbcClient jdbc,
      ObjectProvider<FundChanges> changes,
      MeterRegistry registry,
      BudgetsProperties properties,
      InstantSource clock) {
    BudgetMonths months =
        new BudgetMonths(
            new JdbcBudgetMonths(jdbc),
            changes.getIfAvailable(() -> FundChanges.NONE),
            BudgetMetrics.in(registry),
            properties,
            clock);
    return tasks -> tasks.addFixedDelayTask(months::runOnce, properties.interval());
  }
}
