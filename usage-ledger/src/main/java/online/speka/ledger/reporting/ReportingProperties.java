package online.speka.ledger.reporting;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param checkInterval pause between two checks of the sums
@ConfigurationProperties("speka.ledger.reporting")
record ReportingProperties(@DefaultValue("30s") Duration checkInterval) {
  ReportingProperties {
    if (!checkInterval.isPositive()) {
      throw new IllegalArgumentException("speka.ledger.reporting.check-interval must be positive");
    }
  }
}
