package online.speka.ledger.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which offsets may be committed: those of batches that are done, and never the consumer's
/// position, which may lie behind a batch that is not.
final class KafkaCommits {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommits.class);

  private final Duration waitMax;
  private final Map<TopicPartition, Long> batchStart = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> batchEnd = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  private boolean failing;

  KafkaCommits(Duration waitMax) {
    this.waitMax = waitMax;
  }

  void beginBatch() {
    batchStart.clear();
    batchEnd.clear();
  }

  void add(ConsumerRecord<?, ?> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    batchStart.putIfAbsent(partition, record.offset());
    batchEnd.put(partition, new OffsetAndMetadata(record.offset() + 1));
  }

  void batchIsDone() {
    done.putAll(batchEnd);
  }

  /// Winds the consumer back to where the batch began, as far as it still has the partitions.
  void rewind(Consumer<?, ?> kafka) {
    batchStart.forEach(
        (partition, offset) -> {
          if (kafka.assignment().contains(partition)) {
            kafka.seek(partition, offset);
          }
        });
  }

  /// Commits what is done and was not committed. What fails is tried again the next time.
  void commit(Consumer<?, ?> kafka) {
    done.keySet().retainAll(kafka.assignment());
    if (done.isEmpty()) {
      return;
    }
    try {
      kafka.commitSync(Map.copyOf(done), waitMax);
      done.clear();
      failing = false;
    } catch (KafkaException e) {
      if (!failing) {
        LOG.atWarn()
            .addKeyValue("why", e.toString())
            .log("Offsets are not committed yet; posted outcomes may come again and are dropped");
      }
      failing = true;
    }
  }

  void forget() {
    beginBatch();
    done.clear();
  }
}
