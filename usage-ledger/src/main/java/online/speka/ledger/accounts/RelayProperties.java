package online.speka.ledger.accounts;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How keys are announced.
///
/// @param interval how often the outbox is looked at
/// @param compareInterval how often the whole topic is compared with the database
/// @param batchMax most principals published at a time
@ConfigurationProperties("speka.ledger.relay")
record RelayProperties(
    @DefaultValue("100ms") Duration interval,
    @DefaultValue("5s") Duration compareInterval,
    @DefaultValue("500") int batchMax) {
  RelayProperties {
    if (!interval.isPositive() || !compareInterval.isPositive() || batchMax < 1) {
      throw new IllegalArgumentException("speka.ledger.relay: values must be positive");
    }
  }
}
