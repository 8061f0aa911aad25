package online.speka.ledger.keys;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param useInterval how often it is written down which keys were used
@ConfigurationProperties("speka.ledger.keys")
record KeysProperties(@DefaultValue("1m") Duration useInterval) {
  KeysProperties {
    if (!useInterval.isPositive()) {
      throw new IllegalArgumentException("speka.ledger.keys.use-interval must be positive");
    }
  }
}
