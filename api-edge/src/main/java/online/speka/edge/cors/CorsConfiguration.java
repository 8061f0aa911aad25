package online.speka.edge.cors;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsProperties.class)
class CorsConfiguration {

  /// Does nothing at all unless origins are configured.
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  WebFilter corsFilter(CorsProperties properties) {
    CorsRule rule = new CorsRule(properties);
    return rule.isOn() ? new CorsFilter(rule) : (exchange, chain) -> chain.filter(exchange);
  }
}
