package online.speka.ledger.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
  private final KafkaCommits commits;

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
    this.commits = new KafkaCommits(waits.commitMax());
  }

  /// Longest waits for records, for a commit, and for leaving the group.
  record Waits(Duration pollMax, Duration commitMax, Duration closeMax) {}

  @Override
  public List<Delivery> poll() {
    return guarded(
        kafka -> {
          ConsumerRecords<byte[], byte[]> records = kafka.poll(waits.pollMax());
          commits.beginBatch();
          List<Delivery> deliveries = new ArrayList<>(records.count());
          for (ConsumerRecord<byte[], byte[]> record : records) {
            commits.add(record);
            deliveries.add(delivery(record));
          }
          if (deliveries.isEmpty()) {
            // A commit that failed must not wait for the next record.
            commits.commit(kafka);
          }
          lag = unread(kafka) + deliveries.size();
          return deliveries;
        });
  }

  private static Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
    return new Delivery(
        record.topic(), record.partition(), record.offset(), record.key(), record.value());
  }

  @Override
  public void commit() {
    commits.batchIsDone();
    Consumer<byte[], byte[]> kafka = consumer;
    if (kafka != null) {
      commits.commit(kafka);
    }
  }

  @Override
  public void retryAfter(Duration pause) {
    guarded(
        kafka -> {
          commits.rewind(kafka);
          long end = nanoTime.getAsLong() + pause.toNanos();
          for (long left = pause.toNanos(); left > 0; left = end - nanoTime.getAsLong()) {
            kafka.pause(kafka.assignment());
            Duration slice = Duration.ofNanos(Math.min(left, waits.pollMax().toNanos()));
            commits.beginBatch();
            kafka.poll(slice).forEach(commits::add);
            commits.rewind(kafka);
          }
          kafka.resume(kafka.assignment());
          return true;
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
    commits.commit(kafka);
    commits.forget();
    consumer = null;
    assigned = false;
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
      Consumer<byte[], byte[]> kafka = consumer;
      if (kafka != null) {
        commits.commit(kafka);
      }
      LOG.atInfo().addKeyValue("partitions", partitions).log("Outcomes are revoked");
    }
  }
}
