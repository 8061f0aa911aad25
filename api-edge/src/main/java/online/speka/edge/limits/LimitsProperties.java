package online.speka.edge.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param waitMax longest wait for Redis; a request whose limits are not known by then is refused
/// @param chargeKept how long after its deadline a charge can still be corrected
@ConfigurationProperties("speka.edge.limits")
record LimitsProperties(
    @DefaultValue("2s") Duration waitMax, @DefaultValue("15m") Duration chargeKept) {

  LimitsProperties {
    if (!waitMax.isPositive() || !chargeKept.isPositive()) {
      throw new IllegalArgumentException("speka.edge.limits: durations must be positive");
    }
  }
}
