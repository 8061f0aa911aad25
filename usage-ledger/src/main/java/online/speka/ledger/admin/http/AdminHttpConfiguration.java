package online.speka.ledger.admin.http;

import java.time.InstantSource;
import java.util.List;
import online.speka.ledger.admin.operators.OperatorDoor;
import online.speka.ledger.admin.records.Answers;
import online.speka.ledger.admin.records.AuditLog;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdminProperties.class)
class AdminHttpConfiguration {

  private static final String CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

  @Bean
  AdminPort adminPort(AdminProperties properties) {
    return new AdminPort(properties);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> adminPortOpened(AdminPort port) {
    return factory -> factory.addAdditionalConnectors(port.connector());
  }

  /// By the port that the bytes came in on, which no header can claim. There is no CORS: a browser
  /// that shows somebody else's page gets no answer.
  @Bean
  @Order(0)
  SecurityFilterChain adminApi(
      HttpSecurity http,
      AdminPort port,
      OperatorDoor door,
      ApiDescription description,
      JsonMapper json) {
    return http.securityMatcher(request -> request.getLocalPort() == port.number())
        .addFilterBefore(
            new AdminFilter(door, description.document(), json), AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .frameOptions(frames -> frames.deny())
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> adminRoutes(
      ObjectProvider<Resource> resources, Changes changes, JsonMapper json) {
    List<Operation> operations =
        resources.orderedStream().flatMap(resource -> resource.operations().stream()).toList();
    return new AdminRoutes(operations, changes, json).routes();
  }

  @Bean
  Changes adminChanges(
      TransactionTemplate transactions,
      Answers answers,
      AuditLog audit,
      InstantSource clock,
      JsonMapper json) {
    return new Changes(new JdbcTransactions(transactions)::run, answers, audit, clock, json);
  }
}
