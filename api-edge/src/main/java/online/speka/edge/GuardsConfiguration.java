package online.speka.edge;

import online.speka.contract.guard.Guards;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Reads which guard a fault campaign takes away, if one does.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GuardsConfiguration.Mutation.class)
class GuardsConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(GuardsConfiguration.class);

  /// @param mutation the guard to do without; only ever set by the fault campaign
  @ConfigurationProperties("speka")
  record Mutation(@DefaultValue("") String mutation) {}

  @Bean
  Guards guards(Mutation settings, Environment environment) {
    Guards guards =
        Guards.without(settings.mutation(), environment.getProperty("server.address", ""));
    if (guards.missing() != null) {
      LOG.atError()
          .addKeyValue("guard", guards.missing().word())
          .log("A guard is switched off: this process will do wrong, for tests only");
    }
    return guards;
  }
}
