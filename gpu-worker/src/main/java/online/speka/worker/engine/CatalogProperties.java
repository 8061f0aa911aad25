package online.speka.worker.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the catalog lies.
///
/// @param file path of the YAML file
@ConfigurationProperties("speka.catalog")
record CatalogProperties(@DefaultValue("catalog.yml") String file) {}
