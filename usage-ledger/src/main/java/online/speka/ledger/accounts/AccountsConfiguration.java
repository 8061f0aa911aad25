package online.speka.ledger.accounts;

import java.time.Duration;
import java.time.InstantSource;
import online.speka.contract.wire.Topics;
import online.speka.ledger.KafkaTopics;
import online.speka.ledger.plans.Billing;
import online.speka.ledger.plans.Plans;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BootstrapProperties.class, RelayProperties.class})
class AccountsConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(AccountsConfiguration.class);

  private static final Duration KAFKA_WAIT_MAX = Duration.ofSeconds(10);

  @Bean
  SmartInitializingSingleton bootstrap(
      BootstrapProperties properties,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Plans plans,
      InstantSource clock) {
    JdbcAccounts accounts = new JdbcAccounts(jdbc, transactions);
    return () -> {
      int minted = accounts.mint(properties.grants(), clock.instant());
      properties.prepaid().forEach(tenant -> plans.bill(tenant, Billing.PREPAID));
      LOG.atInfo()
          .addKeyValue("configured", properties.grants().size())
          .addKeyValue("minted", minted)
          .log("Keys of the configuration exist");
    };
  }

  @Bean
  PrincipalTopic principalTopic(
      KafkaOperations<byte[], byte[]> producer,
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaTopics topics) {
    return new KafkaPrincipalTopic(
        producer,
        () -> withoutGroup(consumers),
        topics::ensurePrincipals,
        Topics.PRINCIPALS,
        KAFKA_WAIT_MAX,
        System::nanoTime);
  }

  private static Consumer<byte[], byte[]> withoutGroup(ConsumerFactory<byte[], byte[]> consumers) {
    return consumers.createConsumer(null, null, "-principals");
  }

  @Bean
  PrincipalRelay principalRelay(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      PrincipalTopic topic,
      RelayProperties properties) {
    return new PrincipalRelay(
        new JdbcPrincipalOutbox(jdbc, transactions), topic, properties.batchMax());
  }

  @Bean
  SchedulingConfigurer principalRelayTimes(PrincipalRelay relay, RelayProperties properties) {
    return tasks -> {
      tasks.addFixedDelayTask(relay::compareOnce, properties.compareInterval());
      tasks.addFixedDelayTask(relay::drainOnce, properties.interval());
    };
  }

  @Bean
  HealthIndicator principalsHealthIndicator(PrincipalRelay relay) {
    return () -> (relay.isCaughtUp() ? Health.up() : Health.down()).build();
  }
}
