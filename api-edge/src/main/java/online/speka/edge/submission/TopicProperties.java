package online.speka.edge.submission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are created; the same for every deployable.
///
/// @param replicationFactor copies of each partition; 3 in production
/// @param retention how long jobs, with their prompts, and outcomes stay in Kafka
@ConfigurationProperties("speka.kafka")
record TopicProperties(
    @DefaultValue("1") short replicationFactor, @DefaultValue("24h") Duration retention) {

  TopicProperties {
    if (replicationFactor < 1) {
      throw new IllegalArgumentException("speka.kafka.replicationFactor must be at least 1");
    }
    if (!retention.isPositive()) {
      throw new IllegalArgumentException("speka.kafka.retention must be positive");
    }
  }
}
