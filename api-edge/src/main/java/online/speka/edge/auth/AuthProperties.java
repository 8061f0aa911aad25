package online.speka.edge.auth;

import java.time.Duration;
import java.util.List;
import online.speka.contract.principal.Network;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param pollTimeout longest wait for the next change of a principal
/// @param callTimeout longest wait for an answer about the topic
/// @param retryDelay pause before the topic is read again after a failure
/// @param proofInterval how often the broker is asked whether everything has been read
/// @param freshnessMax how long keys are believed when the broker does not answer
/// @param trustedProxies networks whose `X-Forwarded-For` is believed; none means that the client
///     is whoever has made the connection
/// @param useReportInterval how often it is reported which keys were used
@ConfigurationProperties("speka.edge.auth")
record AuthProperties(
    @DefaultValue("500ms") Duration pollTimeout,
    @DefaultValue("5s") Duration callTimeout,
    @DefaultValue("250ms") Duration retryDelay,
    @DefaultValue("1s") Duration proofInterval,
    @DefaultValue("5s") Duration freshnessMax,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("30s") Duration useReportInterval) {

  AuthProperties {
    trustedProxies = List.copyOf(trustedProxies);
    if (!pollTimeout.isPositive()
        || !callTimeout.isPositive()
        || !retryDelay.isPositive()
        || !proofInterval.isPositive()
        || !useReportInterval.isPositive()) {
      throw new IllegalArgumentException("speka.edge.auth.*: durations must be positive");
    }
    if (freshnessMax.compareTo(pollTimeout.plus(proofInterval)) <= 0) {
      throw new IllegalArgumentException(
          "speka.edge.auth.freshness-max must be longer than poll-timeout and proof-interval");
    }
    var _ = networks(trustedProxies);
  }

  List<Network> proxies() {
    return networks(trustedProxies);
  }

  private static List<Network> networks(List<String> texts) {
    try {
      return texts.stream().map(Network::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("speka.edge.auth.trusted-proxies: " + e.getMessage(), e);
    }
  }
}
