package online.speka.ledger.console;

import jakarta.servlet.DispatcherType;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleConfiguration {

  private static final String ROLE = "OPERATOR";
  private static final Duration PASSWORD_CHECK_WAIT_MAX = Duration.ofSeconds(2);
  private static final int DIGEST_KEY_BYTES = 32;

  /// Nothing but our own style sheet and icon, in nobody's frame; no script at all.
  private static final String CONTENT_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Bean
  SecurityFilterChain console(HttpSecurity http) {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/actuator/health", "/actuator/health/**")
                    .permitAll()
                    .anyRequest()
                    .hasRole(ROLE))
        .httpBasic(basic -> basic.realmName("Speka ledger"))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .frameOptions(frames -> frames.deny())
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
        .build();
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    byte[] digestKey = new byte[DIGEST_KEY_BYTES];
    new SecureRandom().nextBytes(digestKey);
    return new RememberingPasswordEncoder(
        PasswordEncoderFactories.createDelegatingPasswordEncoder(),
        digestKey,
        PASSWORD_CHECK_WAIT_MAX);
  }

  @Bean
  UserDetailsService operators(ConsoleProperties properties, PasswordEncoder encoder) {
    String secret = properties.secret();
    String encoded = secret.startsWith("{") ? secret : encoder.encode(secret);
    return new InMemoryUserDetailsManager(
        User.withUsername(properties.user()).password(encoded).roles(ROLE).build());
  }
}
