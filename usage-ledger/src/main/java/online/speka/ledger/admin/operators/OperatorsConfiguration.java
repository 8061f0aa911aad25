package online.speka.ledger.admin.operators;

import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorProperties.class)
class OperatorsConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorsConfiguration.class);
  private static final String FIRST_NAME = "first operator";

  @Bean
  Operators knownOperators(JdbcClient jdbc, InstantSource clock) {
    return new JdbcOperators(jdbc, clock);
  }

  @Bean
  OperatorDoor adminDoor(Operators operators, OperatorProperties properties, InstantSource clock) {
    return new OperatorDoor(
        operators,
        new FailedLogins(
            properties.failedLoginsMax(),
            properties.failedLoginsWindow(),
            properties.failingAddressesMax()),
        clock);
  }

  @Bean
  SmartInitializingSingleton firstOperator(Operators operators, OperatorProperties properties) {
    return () -> {
      String token = properties.token();
      if (token == null) {
        return;
      }
      Operator first =
          operators.add(
              OperatorToken.parse(token).orElseThrow(),
              FIRST_NAME,
              Set.of(Scope.values()),
              null,
              null);
      LOG.atInfo().addKeyValue("operator", first.id()).log("The configured operator is known");
    };
  }
}
