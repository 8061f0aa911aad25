package online.speka.ledger;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/// The ledger's process. Its configuration is `ledger.yml`.
///
/// Other deployables may share its class path, and their libraries must not configure themselves
/// here: what is not this process's is excluded by name.
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@EnableAutoConfiguration(
    excludeName = {
      "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration",
      "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration",
      "org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration",
      "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
      "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration"
    })
public class LedgerApplication {

  /// Starts the ledger in this JVM.
  ///
  /// @param arguments as on the command line, `--key=value`
  public static ConfigurableApplicationContext start(String... arguments) {
    return new SpringApplicationBuilder(LedgerApplication.class)
        .web(WebApplicationType.SERVLET)
        .properties("spring.config.name=ledger")
        .run(arguments);
  }

  public static void main(String[] arguments) {
    start(arguments);
  }
}
