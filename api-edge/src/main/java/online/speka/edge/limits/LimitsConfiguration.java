package online.speka.edge.limits;

import java.time.InstantSource;
import online.speka.contract.guard.Guards;
import online.speka.edge.funds.OpenReservations;
import online.speka.edge.streaming.RedisCommandLink;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitsProperties.class)
class LimitsConfiguration {

  @Bean
  Limits limits(
      RedisCommandLink link,
      InstantSource clock,
      LimitsProperties properties,
      OpenReservations reservations,
      Guards guards) {
    return NothingReserved.unless(
        guards, new RedisLimits(link::commands, clock, properties, reservations));
  }
}
