package online.speka.ledger.posting;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Where the prices are.
///
/// @param file the catalog, in YAML; the same file every other process reads
@ConfigurationProperties("speka.catalog")
record CatalogProperties(@Nullable Path file) {
  CatalogProperties {
    if (file == null) {
      throw new IllegalArgumentException("speka.catalog.file must name the catalog of models");
    }
  }

  Path path() {
    if (file == null) {
      throw new IllegalStateException("checked at construction");
    }
    return file;
  }
}
