package online.speka.ledger.posting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import online.speka.contract.guard.Guards;
import online.speka.contract.wire.CatalogFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogProperties.class)
class PostingConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(PostingConfiguration.class);

  /// There is no ledger before the catalog's prices are in the database.
  @Bean
  Ledger ledger(
      CatalogProperties catalog,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      InstantSource clock,
      Guards guards,
      MeterRegistry registry) {
    int recorded =
        new JdbcPriceVersions(jdbc)
            .record(CatalogFile.read(catalog.path()).models(), clock.instant(), transactions);
    LOG.atInfo()
        .addKeyValue("catalog", catalog.path())
        .addKeyValue("newVersions", recorded)
        .log("Prices of the catalog are recorded");
    Counter cut =
        Counter.builder("speka.ledger.bills.cut")
            .description("bills of prepaid jobs that used more than was reserved for them")
            .register(registry);
    JdbcLedger ledger =
        new JdbcLedger(
            jdbc,
            transactions,
            clock,
            bill -> {
              cut.increment();
              LOG.atWarn()
                  .addKeyValue("jobId", bill.job())
                  .addKeyValue("tenant", bill.tenant())
                  .addKeyValue("amount", bill.amount())
                  .log("A job used more than was reserved for it; the platform bears the rest");
            },
            guards);
    return SecondBills.unless(guards, ledger);
  }
}
