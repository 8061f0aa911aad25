package online.speka.ledger.rollup;

import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RollupProperties.class)
class RollupConfiguration {

  @Bean
  Roller roller(JdbcClient jdbc, TransactionTemplate transactions, RollupProperties properties) {
    return new Roller(new JdbcRollup(jdbc, transactions), properties);
  }

  @Bean
  SchedulingConfigurer rollerTimes(Roller roller, RollupProperties properties) {
    return tasks -> tasks.addFixedDelayTask(roller::runOnce, properties.interval());
  }

  @Bean
  MonthClose monthClose(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      RollupProperties properties,
      InstantSource clock) {
    return new JdbcMonthClose(jdbc, transactions, properties, clock);
  }
}
