package online.speka.ledger.admin.resources;

import java.security.SecureRandom;
import java.time.InstantSource;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.admin.operators.Operators;
import online.speka.ledger.admin.records.AuditLog;
import online.speka.ledger.books.Books;
import online.speka.ledger.reporting.Reports;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ResourcesConfiguration {

  @Bean
  Resource operatorsResource(Operators operators) {
    return new OperatorsResource(operators, new SecureRandom());
  }

  @Bean
  Resource entriesResource(Books books) {
    return new EntriesResource(books);
  }

  @Bean
  Resource balancesResource(Books books) {
    return new BalancesResource(books);
  }

  @Bean
  Resource usageResource(Reports reports, InstantSource clock) {
    return new UsageResource(reports, clock);
  }

  @Bean
  Resource billsResource(Reports reports) {
    return new BillsResource(reports);
  }

  @Bean
  Resource ledgerResource(Reports reports, InstantSource clock) {
    return new LedgerResource(reports, clock);
  }

  @Bean
  Resource auditResource(AuditLog audit) {
    return new AuditResource(audit);
  }
}
