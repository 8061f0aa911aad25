package online.speka.edge.auth;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param pollTimeout longest wait for the next change of a principal
/// @param callTimeout longest wait for an answer about the topic
/// @param retryDelay pause before the topic is read again after a failure
@ConfigurationProperties("speka.edge.auth")
record AuthProperties(
    @DefaultValue("1s") Duration pollTimeout,
    @DefaultValue("5s") Duration callTimeout,
    @DefaultValue("250ms") Duration retryDelay) {

  AuthProperties {
    if (!pollTimeout.isPositive() || !callTimeout.isPositive() || !retryDelay.isPositive()) {
      throw new IllegalArgumentException("speka.edge.auth.*: durations must be positive");
    }
  }
}
