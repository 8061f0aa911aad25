package online.speka.ledger.keys;

import java.security.SecureRandom;
import java.time.InstantSource;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.funds.RedisCalls;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeysProperties.class)
class KeysConfiguration {

  @Bean
  ApiKeys apiKeys(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      ObjectProvider<FundChanges> funds,
      InstantSource clock) {
    return new JdbcApiKeys(
        jdbc,
        new JdbcTransactions(transactions),
        funds.getIfAvailable(() -> FundChanges.NONE),
        clock,
        new SecureRandom());
  }

  @Bean
  UsageLimits usageLimits(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcUsageLimits(jdbc, new JdbcTransactions(transactions), clock);
  }

  /// Without Redis nobody reports.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("spring.data.redis.url")
  static class WithRedis {

    @Bean
    RedisReportedUses reportedUses(
        RedisCalls redis, JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
      return new RedisReportedUses(
          redis, new JdbcKeyUses(jdbc, new JdbcTransactions(transactions), clock)::keep);
    }

    @Bean
    SchedulingConfigurer keyUseTimes(RedisReportedUses uses, KeysProperties properties) {
      return tasks -> tasks.addFixedDelayTask(uses::drainOnce, properties.useInterval());
    }
  }
}
