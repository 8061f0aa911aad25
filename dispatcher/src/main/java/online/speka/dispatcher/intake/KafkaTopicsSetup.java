package online.speka.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Lane;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the topics that the dispatcher reads and writes, if they do not exist. Any deployable may
/// be the first to do so.
final class KafkaTopicsSetup {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicsSetup.class);
  private static final Duration TRY = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Map<String, Object> installation;
  private final Catalog catalog;
  private final TopicsProperties properties;
  private final LongSupplier ticker;

  KafkaTopicsSetup(
      Map<String, Object> installation,
      Catalog catalog,
      TopicsProperties properties,
      LongSupplier ticker) {
    this.installation = Map.copyOf(installation);
    this.catalog = catalog;
    this.properties = properties;
    this.ticker = ticker;
  }

  /// @throws IllegalStateException if the broker did not answer in time
  void ensure() throws InterruptedException {
    long giveUpAt = ticker.getAsLong() + properties.createTimeout().toNanos();
    try (Admin admin = Admin.create(installation)) {
      while (true) {
        try {
          create(admin);
          return;
        } catch (ExecutionException | TimeoutException e) {
          if (ticker.getAsLong() - giveUpAt > 0) {
            throw new IllegalStateException(
                "Kafka did not create the topics within "
                    + properties.createTimeout()
                    + " (speka.kafka.create-timeout); is it running at"
                    + " spring.kafka.bootstrap-servers?",
                e);
          }
          LOG.atWarn().setCause(e).log("topics cannot be created yet; trying again");
          var _ = new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private void create(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (KafkaFuture<Void> created : admin.createTopics(topics()).values().values()) {
      try {
        var _ = created.get(TRY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private List<NewTopic> topics() {
    List<NewTopic> topics = new ArrayList<>();
    for (ModelSpec model : catalog.models()) {
      topics.add(
          topic(Topics.jobs(model.id(), Lane.INTERACTIVE), model.partitions().interactive()));
      topics.add(topic(Topics.jobs(model.id(), Lane.BATCH), model.partitions().batch()));
    }
    topics.add(topic(Topics.OUTCOMES, Topics.OUTCOMES_PARTITIONS));
    topics.add(deadLetters());
    return topics;
  }

  private NewTopic deadLetters() {
    return topic(
        Topics.DEAD_LETTERS,
        1,
        Map.of(
            TopicConfig.RETENTION_MS_CONFIG,
            Long.toString(properties.retention().toMillis()),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Long.toString(properties.deadLetterBytesMax().toBytes())));
  }

  private NewTopic topic(String name, int partitions) {
    String retention = Long.toString(properties.retention().toMillis());
    return topic(name, partitions, Map.of(TopicConfig.RETENTION_MS_CONFIG, retention));
  }

  private NewTopic topic(String name, int partitions, Map<String, String> config) {
    return new NewTopic(name, partitions, properties.replicationFactor()).configs(config);
  }
}
