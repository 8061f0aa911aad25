package online.speka.ledger.organizations;

import java.security.SecureRandom;
import java.time.InstantSource;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class OrganizationsConfiguration {

  @Bean
  Organizations organizations(
      JdbcClient jdbc, TransactionTemplate transactions, Members members, InstantSource clock) {
    return new JdbcOrganizations(
        jdbc, new JdbcTransactions(transactions), members, clock, new SecureRandom());
  }

  @Bean
  Projects projects(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcProjects(jdbc, new JdbcTransactions(transactions), clock, new SecureRandom());
  }

  @Bean
  Members members(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new JdbcMembers(jdbc, new JdbcTransactions(transactions), clock);
  }
}
