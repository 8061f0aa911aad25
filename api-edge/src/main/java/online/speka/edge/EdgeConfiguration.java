package online.speka.edge;

import com.github.f4b6a3.uuid.UuidCreator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.CatalogFile;
import online.speka.edge.pricing.Tariff;
import online.speka.edge.validation.RequestReader;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What no feature package owns: time, identity, the catalog, and the reader of requests, which
/// knows no framework.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogProperties.class)
class EdgeConfiguration {
  private static final int EDGE_ID_BYTES = 8;

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  /// Monotonic nanoseconds.
  @Bean
  LongSupplier ticker() {
    return System::nanoTime;
  }

  @Bean
  Supplier<JobId> jobIds() {
    return () -> new JobId(UuidCreator.getTimeOrderedEpochFast());
  }

  /// New at each start: frames for an edge that is gone reach nobody.
  @Bean
  EdgeId edgeId() {
    byte[] random = new byte[EDGE_ID_BYTES];
    new SecureRandom().nextBytes(random);
    return new EdgeId(HexFormat.of().formatHex(random));
  }

  @Bean
  Catalog catalog(CatalogProperties properties) {
    return CatalogFile.read(properties.file());
  }

  @Bean
  RequestReader requestReader(Catalog catalog, Tariff tariff) {
    return new RequestReader(catalog, tariff::priced);
  }
}
