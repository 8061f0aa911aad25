package online.speka.edge.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.wire.PrincipalCodec;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the whole principals topic into the snapshot, then follows it. Belongs to no consumer
/// group: every edge reads everything, from the beginning, at each start.
final class KafkaPrincipalFeed implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPrincipalFeed.class);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final PrincipalSnapshot snapshot;
  private final AuthProperties properties;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> current;

  KafkaPrincipalFeed(
      Supplier<Consumer<byte[], byte[]>> consumers,
      PrincipalSnapshot snapshot,
      AuthProperties properties) {
    this.consumers = consumers;
    this.snapshot = snapshot;
    this.properties = properties;
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
            .setMessage("principals cannot be read, keys known so far stay valid, retrying")
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
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, properties.callTimeout());
    boolean caughtUp = false;
    while (isRunning()) {
      consumer.poll(properties.pollTimeout()).forEach(this::apply);
      if (!caughtUp && hasReached(consumer, ends)) {
        caughtUp = true;
        snapshot.markComplete();
        LOG.atInfo()
            .setMessage("principals are complete")
            .addKeyValue("principals", snapshot.size())
            .log();
      }
    }
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
