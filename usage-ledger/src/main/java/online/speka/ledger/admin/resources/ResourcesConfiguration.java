package online.speka.ledger.admin.resources;

import java.security.SecureRandom;
import java.time.InstantSource;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.admin.operators.Operators;
import online.speka.ledger.admin.records.AuditLog;
import online.speka.ledger.books.Books;
import online.speka.ledger.budgets.Budgets;
import online.speka.ledger.deadletters.BuriedJobs;
import online.speka.ledger.keys.ApiKeys;
import online.speka.ledger.keys.UsageLimits;
import online.speka.ledger.organizations.Members;
import online.speka.ledger.organizations.Organizations;
import online.speka.ledger.organizations.Projects;
import online.speka.ledger.plans.Plans;
import online.speka.ledger.pricing.PriceBook;
import online.speka.ledger.reporting.Reports;
import online.speka.ledger.reporting.UsageReports;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ResourcesConfiguration {

  @Bean
  Resource adminOrganizations(Organizations organizations) {
    return new OrganizationsResource(organizations);
  }

  @Bean
  Resource adminProjects(Projects projects) {
    return new ProjectsResource(projects);
  }

  @Bean
  Resource adminMembers(Members members) {
    return new MembersResource(members);
  }

  @Bean
  Resource adminKeys(ApiKeys keys) {
    return new KeysResource(keys);
  }

  @Bean
  Resource adminLimits(UsageLimits limits, ApiKeys keys) {
    return new LimitsResource(limits, keys);
  }

  @Bean
  Resource adminOperators(Operators operators) {
    return new OperatorsResource(operators, new SecureRandom());
  }

  @Bean
  Resource adminEntries(Books books) {
    return new EntriesResource(books);
  }

  @Bean
  Resource adminBalances(Plans plans) {
    return new BalancesResource(plans);
  }

  @Bean
  Resource adminPlans(Plans plans) {
    return new PlansResource(plans);
  }

  @Bean
  Resource adminBudgets(Budgets budgets) {
    return new BudgetsResource(budgets);
  }

  @Bean
  Resource adminPrices(PriceBook prices, InstantSource clock) {
    return new PricesResource(prices, clock);
  }

  @Bean
  Resource adminUsage(UsageReports reports, InstantSource clock) {
    return new UsageResource(reports, clock);
  }

  @Bean
  Resource adminBills(Reports reports) {
    return new BillsResource(reports);
  }

  @Bean
  Resource adminLedger(Reports reports, InstantSource clock) {
    return new LedgerResource(reports, clock);
  }

  @Bean
  Resource adminDeadLetters(BuriedJobs jobs) {
    return new DeadLettersResource(jobs);
  }

  @Bean
  Resource adminAudit(AuditLog audit) {
    return new AuditResource(audit);
  }
}
