package online.speka.ledger;

import java.time.Duration;
import java.util.Objects;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/// Creates the topics that the ledger reads and writes, where they do not exist yet. What exists
/// keeps its settings.
public final class KafkaTopics {

  private final KafkaAdmin admin;
  private final TopicProperties properties;

  KafkaTopics(KafkaAdmin admin, TopicProperties properties) {
    this.admin = admin;
    this.properties = properties;
  }

  /// The topics of the intake.
  ///
  /// @throws org.springframework.kafka.KafkaException if Kafka does not answer
  public void ensureOutcomes() {
    admin.createOrModifyTopics(
        retained(Topics.OUTCOMES, Topics.OUTCOMES_PARTITIONS, properties.outcomesRetention()),
        retained(Topics.DEAD_LETTERS, 1, properties.deadLettersRetention()));
  }

  /// The compacted topic of principals.
  ///
  /// @return which topic it is: another one if it was lost and made anew
  /// @throws org.springframework.kafka.KafkaException if Kafka does not answer
  public Uuid ensurePrincipals() {
    admin.createOrModifyTopics(topic(Topics.PRINCIPALS, 1).compact().build());
    TopicDescription described = admin.describeTopics(Topics.PRINCIPALS).get(Topics.PRINCIPALS);
    return Objects.requireNonNull(described, Topics.PRINCIPALS).topicId();
  }

  private NewTopic retained(String name, int partitions, Duration retention) {
    return topic(name, partitions)
        .config(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()))
        .build();
  }

  private TopicBuilder topic(String name, int partitions) {
    return TopicBuilder.name(name).partitions(partitions).replicas(properties.replicationFactor());
  }
}
