package online.speka.edge.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.wire.PrincipalCodec;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the whole principals topic into the snapshot, then follows it. Belongs to no consumer
/// group: every edge reads everything, from the beginning, at each start.
///
/// That nothing is heard may mean that nothing has changed, or that nobody is there. So the broker
/// is asked again and again where the topic ends: when all that was there at the time of the
/// question has been read, the snapshot is proven for that time.
final class KafkaPrincipalFeed implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPrincipalFeed.class);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final PrincipalSnapshot snapshot;
  private final AuthProperties properties;
  private final LongSupplier ticker;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> current;

  KafkaPrincipalFeed(
      Supplier<Consumer<byte[], byte[]>> consumers,
      PrincipalSnapshot snapshot,
      AuthProperties properties,
      LongSupplier ticker) {
    this.consumers = consumers;
    this.snapshot = snapshot;
    this.properties = properties;
    this.ticker = ticker;
  }

  @Override
  public void run() {
    while (isRunning()) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        follow(consumer);
      } catch (WakeupException _) {
        // Asked to stop; the loop's condition says so.
      } catch (KafkaException e) {
        LOG.atWarn()
            .setMessage("principals cannot be read, keys are refused when this lasts, retrying")
            .addKeyValue("retryDelay", properties.retryDelay())
            .addKeyValue("reason", e.getMessage())
            .log();
        pause();
      } finally {
        current = null;
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.PRINCIPALS, properties.callTimeout()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      LOG.atDebug().setMessage("the principals topic does not exist yet").log();
      pause();
      return;
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    long askedAt = ticker.getAsLong();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, properties.callTimeout());
    boolean proven = false;
    while (isRunning()) {
      if (proven && isDue(askedAt)) {
        long now = ticker.getAsLong();
        Optional<Map<TopicPartition, Long>> answer = askAgain(consumer, partitions);
        if (answer.isPresent()) {
          askedAt = now;
          ends = answer.get();
          proven = false;
        }
      }
      if (!proven && hasReached(consumer, ends)) {
        proven = true;
        snapshot.provenAt(askedAt);
      }
      consumer.poll(properties.pollTimeout()).forEach(this::apply);
    }
  }

  /// A broker that does not answer may answer later: what has been read need not be read again.
  private Optional<Map<TopicPartition, Long>> askAgain(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    try {
      return Optional.of(consumer.endOffsets(partitions, properties.callTimeout()));
    } catch (TimeoutException e) {
      LOG.atWarn()
          .setMessage("the broker does not say whether principals have changed")
          .addKeyValue("refusedAfter", properties.freshnessMax())
          .addKeyValue("reason", e.getMessage())
          .log();
      return Optional.empty();
    }
  }

  private boolean isDue(long askedAt) {
    return ticker.getAsLong() - askedAt >= properties.proofInterval().toNanos();
  }

  private boolean hasReached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(
            end -> consumer.position(end.getKey(), properties.callTimeout()) >= end.getValue());
  }

  private void apply(ConsumerRecord<byte[], byte[]> change) {
    KeyHash hash;
    try {
      hash = new KeyHash(change.key() == null ? "" : new String(change.key(), US_ASCII));
    } catch (IllegalArgumentException e) {
      dropped(change, "record of the principals topic dropped, it is of no key", e);
      return;
    }
    if (change.value() == null) {
      snapshot.remove(hash);
      return;
    }
    try {
      snapshot.put(hash, PrincipalCodec.decode(change.value()));
    } catch (WireFormatException e) {
      // It may be a revocation, or a restriction that this edge does not know.
      snapshot.remove(hash);
      dropped(change, "principal dropped, its key is closed until the ledger says it again", e);
    }
  }

  private static void dropped(
      ConsumerRecord<byte[], byte[]> change, String consequence, Exception reason) {
    LOG.atWarn()
        .setMessage(consequence)
        .addKeyValue("partition", change.partition())
        .addKeyValue("offset", change.offset())
        .addKeyValue("reason", reason.getMessage())
        .log();
  }

  private boolean isRunning() {
    return stopped.getCount() > 0;
  }

  private void pause() {
    try {
      boolean _ = stopped.await(properties.retryDelay().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
  }
}
