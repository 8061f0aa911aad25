package online.speka.ledger.plans;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param interval pause between two looks for allowances that are due
@ConfigurationProperties("speka.ledger.plans")
record PlansProperties(@DefaultValue("1s") Duration interval) {
  PlansProperties {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("speka.ledger.plans.interval must be positive");
    }
  }
}
