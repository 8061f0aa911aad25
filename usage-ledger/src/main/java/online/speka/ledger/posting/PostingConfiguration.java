package online.speka.ledger.posting;

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
      Guards guards) {
    int recorded =
        new JdbcPriceVersions(jdbc)
            .record(CatalogFile.read(catalog.path()).models(), clock.instant(), transactions);
    LOG.atInfo()
        .addKeyValue("catalog", catalog.path())
        .addKeyValue("newVersions", recorded)
        .log("Prices of the catalog are recorded");
    return SecondBills.unless(guards, new JdbcLedger(jdbc, transactions, clock));
  }
}
