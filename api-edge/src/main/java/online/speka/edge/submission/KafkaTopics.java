package online.speka.edge.submission;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Lane;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/// The topics this edge writes and reads. Whoever starts first creates them.
final class KafkaTopics {
  private final Supplier<Admin> admins;
  private final TopicProperties properties;
  private final long recordBytesMax;
  private final List<NewTopic> jobs = new ArrayList<>();

  KafkaTopics(
      Supplier<Admin> admins, Catalog catalog, TopicProperties properties, long recordBytesMax) {
    this.admins = admins;
    this.properties = properties;
    this.recordBytesMax = recordBytesMax;
    for (ModelSpec model : catalog.models()) {
      jobs.add(jobs(model, Lane.INTERACTIVE, model.partitions().interactive()));
      jobs.add(jobs(model, Lane.BATCH, model.partitions().batch()));
    }
  }

  /// Names of the topics jobs are written to.
  List<String> jobs() {
    return jobs.stream().map(NewTopic::name).toList();
  }

  void ensure() throws ExecutionException, InterruptedException {
    try (Admin admin = admins.get()) {
      List<NewTopic> topics = new ArrayList<>(jobs);
      topics.add(outcomes());
      topics.add(principals());
      Map<String, KafkaFuture<Void>> created = admin.createTopics(topics).values();
      List<String> existing = new ArrayList<>();
      for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
        try {
          topic.getValue().get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
          existing.add(topic.getKey());
        }
      }
      allowLargeBodies(admin, existing.stream().filter(jobs()::contains).toList());
    }
  }

  /// A jobs topic may be older than this limit on bodies, or made by somebody who does not know it.
  private void allowLargeBodies(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
    for (String topic : topics) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic),
          List.of(
              new AlterConfigOp(
                  new ConfigEntry(MAX_MESSAGE_BYTES_CONFIG, messageBytesMax()),
                  AlterConfigOp.OpType.SET)));
    }
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  private NewTopic jobs(ModelSpec model, Lane lane, int partitions) {
    return new NewTopic(Topics.jobs(model.id(), lane), partitions, properties.replicationFactor())
        .configs(
            Map.of(
                RETENTION_MS_CONFIG,
                Long.toString(properties.retention().toMillis()),
                MAX_MESSAGE_BYTES_CONFIG,
                messageBytesMax()));
  }

  private NewTopic outcomes() {
    return new NewTopic(Topics.OUTCOMES, Topics.OUTCOMES_PARTITIONS, properties.replicationFactor())
        .configs(Map.of(RETENTION_MS_CONFIG, Long.toString(properties.retention().toMillis())));
  }

  private NewTopic principals() {
    return new NewTopic(Topics.PRINCIPALS, 1, properties.replicationFactor())
        .configs(Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT));
  }

  private String messageBytesMax() {
    return Long.toString(recordBytesMax);
  }
}
