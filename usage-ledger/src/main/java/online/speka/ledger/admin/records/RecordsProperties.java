package online.speka.ledger.admin.records;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param answersKept how long a repeated request with an idempotency key gets its first answer
@ConfigurationProperties("speka.ledger.admin.records")
record RecordsProperties(@DefaultValue("24h") Duration answersKept) {
  RecordsProperties {
    if (!answersKept.isPositive()) {
      throw new IllegalArgumentException(
          "speka.ledger.admin.records.answers-kept must be positive");
    }
  }
}
