package online.speka.ledger.pricing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How prices come to edges. Together with the edges' own interval this must be shorter than the
/// notice that a price has before it begins.
///
/// @param tellInterval pause between two looks whether edges know
@ConfigurationProperties("speka.ledger.pricing")
record PricingProperties(@DefaultValue("2s") Duration tellInterval) {
  PricingProperties {
    if (!tellInterval.isPositive()) {
      throw new IllegalArgumentException("speka.ledger.pricing.tell-interval must be positive");
    }
  }
}
