package online.speka.ledger;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// What every package of the ledger shares: the clock, and the threads of periodic work.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(TopicProperties.class)
class LedgerConfiguration {

  /// One thread for each periodic task there is, so that a slow one delays no other.
  private static final int PERIODIC_TASKS_MAX = 16;

  private static final int STOP_SECONDS_MAX = 10;

  @Bean
  InstantSource clock() {
    return Clock.systemUTC();
  }

  @Bean
  KafkaTopics topics(KafkaAdmin admin, TopicProperties properties) {
    return new KafkaTopics(admin, properties);
  }

  @Bean
  ThreadPoolTaskScheduler taskScheduler() {
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(PERIODIC_TASKS_MAX);
    scheduler.setVirtualThreads(true);
    scheduler.setThreadNamePrefix("ledger-periodic-");
    scheduler.setWaitForTasksToCompleteOnShutdown(true);
    scheduler.setAwaitTerminationSeconds(STOP_SECONDS_MAX);
    return scheduler;
  }
}
