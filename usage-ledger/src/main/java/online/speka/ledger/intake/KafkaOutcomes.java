package online.speka.ledger.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A consumer of the outcomes topic. It is made anew when it breaks.
///
/// While a batch waits for another try, the consumer goes on polling with all partitions paused, so
/// the group does not take it for dead; records that a rebalance slips in are wound back, too.
final class KafkaOutcomes implements OutcomeSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomes.class);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final String topic;
  private final Waits waits;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Long> batchStart = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> batchEnd = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  private @Nullable Consumer<byte[], byte[]> consumer;
  private volatile boolean assigned;
  private volatile long lag;

  /// @param consumers makes a consumer of the ledger's group
  /// @param nanoTime for durations only
  KafkaOutcomes(
      Supplier<Consumer<byte[], byte[]>> consumers,
      String topic,
      Waits waits,
      LongSupplier nanoTime) {
    this.consumers = consumers;
    this.topic = topic;
    this.waits = waits;
    this.nanoTime = nanoTime;
  }

  /// Longest waits for records, for a commit, and for leaving the group.
  record Waits(Duration pollMax, Duration commitMax, Duration closeMax) {}

  @Override
  public List<Delivery> poll() {
    return guarded(
        kafka -> {
          ConsumerRecords<byte[], byte[]> records = kafka.poll(waits.pollMax());
          batchStart.clear();
          batchEnd.clear();
          List<Delivery> deliveries = new ArrayList<>(records.count());
          for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            batchStart.putIfAbsent(partition, record.offset());
            batchEnd.put(partition, new OffsetAndMetadata(record.offset() + 1));
            deliveries.add(
                new Delivery(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key(),
                    record.value()));
          }
          lag = unread(kafka) + deliveries.size();
          return deliveries;
        });
  }

  @Override
  public void commit() {
    done.putAll(batchEnd);
    commitDone();
  }

  /// Never the consumer's position: that may lie behind a batch that is not done.
  private void commitDone() {
    Consumer<byte[], byte[]> kafka = consumer;
    if (kafka == null) {
      return;
    }
    done.keySet().retainAll(kafka.assignment());
    if (done.isEmpty()) {
      return;
    }
    try {
      kafka.commitSync(Map.copyOf(done), waits.commitMax());
      done.clear();
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("why", e.toString())
          .log("Offsets are not committed; posted outcomes may come again and will be dropped");
    }
  }

  @Override
  public void retryAfter(Duration pause) {
    guarded(
        kafka -> {
          rewind(kafka, batchStart);
          long end = nanoTime.getAsLong() + pause.toNanos();
          for (long left = pause.toNanos(); left > 0; left = end - nanoTime.getAsLong()) {
            kafka.pause(kafka.assignment());
            Duration slice = Duration.ofNanos(Math.min(left, waits.pollMax().toNanos()));
            Map<TopicPartition, Long> slippedIn = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : kafka.poll(slice)) {
              slippedIn.putIfAbsent(
                  new TopicPartition(record.topic(), record.partition()), record.offset());
            }
            rewind(kafka, slippedIn);
          }
          kafka.resume(kafka.assignment());
          return true;
        });
  }

  private static void rewind(Consumer<?, ?> kafka, Map<TopicPartition, Long> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          if (kafka.assignment().contains(partition)) {
            kafka.seek(partition, offset);
          }
        });
  }

  @Override
  public boolean isAssigned() {
    return assigned;
  }

  @Override
  public long lag() {
    return lag;
  }

  @Override
  public void close() {
    Consumer<byte[], byte[]> kafka = consumer;
    if (kafka == null) {
      return;
    }
    commitDone();
    consumer = null;
    assigned = false;
    done.clear();
    try {
      kafka.close(CloseOptions.timeout(waits.closeMax()));
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("why", e.toString())
          .log("Consumer did not close cleanly; the group notices after its session timeout");
    }
  }

  private static long unread(Consumer<?, ?> kafka) {
    long sum = 0;
    for (TopicPartition partition : kafka.assignment()) {
      sum += kafka.currentLag(partition).orElse(0);
    }
    return sum;
  }

  private <T> T guarded(Function<Consumer<byte[], byte[]>, T> work) {
    try {
      return work.apply(open());
    } catch (RuntimeException e) {
      close();
      throw new SourceUnavailableException("reading " + topic, e);
    }
  }

  private Consumer<byte[], byte[]> open() {
    Consumer<byte[], byte[]> kafka = consumer;
    if (kafka == null) {
      kafka = consumers.get();
      kafka.subscribe(List.of(topic), new Assignments());
      consumer = kafka;
    }
    return kafka;
  }

  /// A rebalance happens inside a poll, when nothing is in hand.
  private final class Assignments implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assigned = true;
      LOG.atInfo().addKeyValue("partitions", partitions).log("Outcomes are assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commitDone();
      LOG.atInfo().addKeyValue("partitions", partitions).log("Outcomes are revoked");
    }
  }
}
