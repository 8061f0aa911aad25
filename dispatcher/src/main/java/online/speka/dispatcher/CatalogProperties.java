package online.speka.dispatcher;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Where the catalog is, `speka.catalog.*`.
@ConfigurationProperties("speka.catalog")
record CatalogProperties(Path file) {
  CatalogProperties {
    if (file == null) {
      throw new IllegalArgumentException("speka.catalog.file is missing: the path of the catalog");
    }
  }
}
