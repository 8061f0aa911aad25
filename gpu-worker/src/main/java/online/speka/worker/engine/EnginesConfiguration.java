package online.speka.worker.engine;

import java.nio.file.Path;
import java.util.List;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the engines of the catalog's models.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CatalogProperties.class, ServedModelsProperties.class})
class EnginesConfiguration {

  @Bean
  Catalog catalog(CatalogProperties properties) {
    return CatalogFile.read(Path.of(properties.file()));
  }

  @Bean
  Engines engines(
      Catalog catalog, ServedModelsProperties properties, List<EngineFactory> factories) {
    return Engines.start(catalog, properties.models(), factories);
  }
}
