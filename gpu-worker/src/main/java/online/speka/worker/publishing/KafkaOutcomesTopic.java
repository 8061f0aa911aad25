package online.speka.worker.publishing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that the outcomes topic exists, however late Kafka comes, and tells whether Kafka can
/// be reached.
final class KafkaOutcomesTopic implements KafkaReachability, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomesTopic.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ANSWER_MAX = Duration.ofMillis(1500);

  private final Admin admin;
  private final NewTopic topic;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean exists;

  KafkaOutcomesTopic(Admin admin, short replicationFactor, Duration retention) {
    this.admin = admin;
    this.topic =
        new NewTopic(
                Topics.OUTCOMES,
                Optional.of(Topics.OUTCOMES_PARTITIONS),
                Optional.of(replicationFactor))
            .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis())));
  }

  void start() {
    Thread.ofVirtual().name("outcomes-topic").start(this::ensure);
  }

  private void ensure() {
    try {
      while (!exists && closing.getCount() > 0) {
        exists = create();
        if (!exists && closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean create() throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      LOG.atInfo().addKeyValue("topic", topic.name()).log("Topic created");
      return true;
    } catch (ExecutionException | KafkaException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return true;
      }
      LOG.atDebug().setCause(e).log("Topic not created yet");
      return false;
    }
  }

  @Override
  public boolean isReachable() throws InterruptedException {
    if (!exists) {
      return false;
    }
    try {
      admin.describeCluster().clusterId().get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    admin.close(Duration.ofSeconds(1));
  }
}
