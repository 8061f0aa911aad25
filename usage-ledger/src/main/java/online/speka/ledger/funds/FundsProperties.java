package online.speka.ledger.funds;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How Redis is told what is left.
///
/// @param waitMax longest wait for Redis
/// @param retryInterval pause before Redis is told again what it could not be told
/// @param refreshInterval pause between two times that it is told of every fund
/// @param unknownMax a fund that Redis has not known for so long, and should, is lost
/// @param pendingMax most ended reservations that wait here for Redis; those beyond are found again
///     by the sweep of reservations
@ConfigurationProperties("speka.ledger.funds")
record FundsProperties(
    @DefaultValue("1s") Duration waitMax,
    @DefaultValue("1s") Duration retryInterval,
    @DefaultValue("60s") Duration refreshInterval,
    @DefaultValue("3s") Duration unknownMax,
    @DefaultValue("100000") int pendingMax) {

  FundsProperties {
    if (!waitMax.isPositive()
        || !retryInterval.isPositive()
        || !refreshInterval.isPositive()
        || !unknownMax.isPositive()
        || pendingMax < 1) {
      throw new IllegalArgumentException("speka.ledger.funds: every value must be positive");
    }
  }
}
