package online.speka.edge.funds;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import online.speka.edge.streaming.RedisCommandLink;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FundsProperties.class)
class FundsConfiguration {

  @Bean
  OpenReservations openReservations(
      FundsProperties properties, LongSupplier ticker, MeterRegistry registry) {
    OpenReservations reservations = new OpenReservations(properties, ticker);
    Gauge.builder("speka.edge.reservations.open", reservations, OpenReservations::size)
        .description("reservations that this edge answers for")
        .register(registry);
    Gauge.builder("speka.edge.funds.generation", reservations, OpenReservations::generation)
        .description("number of the open generation of funds; 0 while there is none")
        .register(registry);
    return reservations;
  }

  @Bean(destroyMethod = "close")
  RedisReservations redisReservations(
      RedisCommandLink link, OpenReservations reservations, FundsProperties properties) {
    RedisReservations redis = new RedisReservations(link::commands, reservations, properties);
    Thread.ofVirtual().name("reservations").start(redis);
    return redis;
  }
}
