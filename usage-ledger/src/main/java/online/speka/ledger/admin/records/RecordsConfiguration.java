package online.speka.ledger.admin.records;

import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecordsProperties.class)
class RecordsConfiguration {

  @Bean
  AuditLog auditEntries(JdbcClient jdbc) {
    return new JdbcAuditLog(jdbc);
  }

  @Bean
  Answers keptAnswers(JdbcClient jdbc, InstantSource clock, RecordsProperties properties) {
    return new JdbcAnswers(jdbc, clock, properties.answersKept());
  }
}
