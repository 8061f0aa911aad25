package online.speka.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are created that do not exist yet.
///
/// @param replicationFactor copies of each partition; 3 in production
/// @param outcomesRetention how long outcomes wait for a ledger that is down; longer than that
///     loses bills
/// @param deadLettersRetention how long people have to look at a dead letter
@ConfigurationProperties("speka.kafka")
record TopicProperties(
    @DefaultValue("1") int replicationFactor,
    @DefaultValue("24h") Duration outcomesRetention,
    @DefaultValue("30d") Duration deadLettersRetention) {

  private static final int REPLICATION_FACTOR_MAX = 10;

  TopicProperties {
    if (replicationFactor < 1 || replicationFactor > REPLICATION_FACTOR_MAX) {
      throw new IllegalArgumentException(
          "speka.kafka.replication-factor must be 1 to " + REPLICATION_FACTOR_MAX);
    }
    if (!outcomesRetention.isPositive() || !deadLettersRetention.isPositive()) {
      throw new IllegalArgumentException("speka.kafka.*-retention must be positive");
    }
  }
}
