package online.speka.edge;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// @param file the YAML catalog of models
@ConfigurationProperties("speka.catalog")
record CatalogProperties(Path file) {

  @SuppressWarnings("NullAway") // a key that is not set is bound as null
  CatalogProperties(@Nullable Path file) {
    if (file == null) {
      throw new IllegalArgumentException("speka.catalog.file must name the catalog of models");
    }
    this.file = file;
  }
}
