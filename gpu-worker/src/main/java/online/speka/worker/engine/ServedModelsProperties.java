package online.speka.worker.engine;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which models of the catalog this worker serves.
///
/// @param models ids; empty means all
@ConfigurationProperties("speka.worker")
record ServedModelsProperties(@DefaultValue List<String> models) {
  ServedModelsProperties {
    models = List.copyOf(models);
  }
}
