package online.speka.ledger.funds;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FundsProperties.class)
class FundsConfiguration {

  private static final String REDIS_URL = "spring.data.redis.url";

  @Bean
  FundLevels fundLevels(JdbcClient jdbc) {
    return new JdbcFundLevels(jdbc);
  }

  /// A ledger without Redis bills all the same.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(REDIS_URL)
  static class WithRedis {

    @Bean
    RedisCalls redisCalls(Environment environment, FundsProperties properties) {
      RedisURI uri = RedisURI.create(environment.getRequiredProperty(REDIS_URL));
      uri.setTimeout(properties.waitMax());
      RedisClient client = RedisClient.create();
      client.setOptions(
          ClientOptions.builder()
              .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
              .timeoutOptions(TimeoutOptions.enabled(properties.waitMax()))
              .build());
      return new RedisCalls(client, uri, properties.waitMax());
    }

    @Bean
    FundBoard fundBoard(RedisCalls redis) {
      return new RedisFundBoard(redis);
    }

    @Bean
    Reserved reserved(FundBoard board) {
      return Reserved.on(board);
    }

    @Bean
    UnknownFunds unknownFunds(FundsProperties properties) {
      return new UnknownFunds(properties.unknownMax(), System::nanoTime);
    }

    @Bean
    FundSettlements settlements(
        FundLevels levels,
        FundBoard board,
        UnknownFunds unknown,
        FundsProperties properties,
        MeterRegistry registry) {
      FundSettlements settlements =
          new FundSettlements(levels, board, properties.pendingMax(), unknown);
      Gauge.builder("speka.ledger.funds.unsettled", settlements, FundSettlements::pending)
          .description("ended reservations that Redis could not be told of yet")
          .register(registry);
      return settlements;
    }

    @Bean
    @Primary
    FundChanges fundChanges(FundSettlements settlements) {
      return new AfterCommit(settlements);
    }

    @Bean
    SchedulingConfigurer settlementTimes(FundSettlements settlements, FundsProperties properties) {
      return tasks -> {
        tasks.addFixedDelayTask(settlements::retry, properties.retryInterval());
        tasks.addFixedDelayTask(settlements::refresh, properties.refreshInterval());
      };
    }
  }
}
