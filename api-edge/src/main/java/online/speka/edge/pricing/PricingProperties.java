package online.speka.edge.pricing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How prices come to the edge. Together with the ledger's own interval this must be shorter than
/// the notice of ten seconds that a price has before it begins.
///
/// @param interval pause between two looks
/// @param waitMax longest wait for one answer of Redis
@ConfigurationProperties("speka.edge.pricing")
record PricingProperties(
    @DefaultValue("1s") Duration interval, @DefaultValue("2s") Duration waitMax) {
  PricingProperties {
    if (!interval.isPositive() || !waitMax.isPositive()) {
      throw new IllegalArgumentException(
          "speka.edge.pricing: interval and waitMax must be positive");
    }
  }
}
