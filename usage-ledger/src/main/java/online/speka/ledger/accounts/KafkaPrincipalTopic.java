package online.speka.ledger.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.wire.PrincipalCodec;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;

/// The principals topic in Kafka.
///
/// A consumer without a group stays at its end, so a comparison reads only what is new; when the
/// topic has another id than before, it was lost and made anew, and is read from its beginning.
final class KafkaPrincipalTopic implements PrincipalTopic {

  private static final long UNREADABLE = -1;

  private final KafkaOperations<byte[], byte[]> producer;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Supplier<Uuid> topicId;
  private final TopicPartition partition;
  private final Duration waitMax;
  private final LongSupplier nanoTime;
  private final Map<KeyHash, Long> versions = new HashMap<>();
  private final ReentrantLock reading = new ReentrantLock();

  private boolean closed;
  private @Nullable Uuid readId;
  private @Nullable Consumer<byte[], byte[]> consumer;

  /// @param topicId makes sure the topic exists and says which one it is
  /// @param waitMax longest wait for what is written, and for the end of what is read
  KafkaPrincipalTopic(
      KafkaOperations<byte[], byte[]> producer,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Supplier<Uuid> topicId,
      String topic,
      Duration waitMax,
      LongSupplier nanoTime) {
    this.producer = producer;
    this.consumers = consumers;
    this.topicId = topicId;
    this.partition = new TopicPartition(topic, 0);
    this.waitMax = waitMax;
    this.nanoTime = nanoTime;
  }

  @Override
  public void publish(List<HashedPrincipal> principals) {
    try {
      List<CompletableFuture<?>> sent = new ArrayList<>(principals.size());
      for (HashedPrincipal principal : principals) {
        sent.add(
            producer.send(
                partition.topic(),
                principal.hash().hex().getBytes(StandardCharsets.US_ASCII),
                PrincipalCodec.encode(principal.principal())));
      }
      var _ =
          CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
              .get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PrincipalTopicException("publishing principals was interrupted", e);
    } catch (ExecutionException
        | TimeoutException
        | KafkaException
        | org.springframework.kafka.KafkaException e) {
      throw new PrincipalTopicException("publishing principals", e);
    }
  }

  @Override
  public Map<KeyHash, Long> versions() {
    reading.lock();
    try {
      if (closed) {
        throw new KafkaException("the ledger is stopping");
      }
      Uuid current = topicId.get();
      if (!current.equals(readId)) {
        forget();
        readId = current;
      }
      readToEnd(open());
      return Map.copyOf(versions);
    } catch (KafkaException | org.springframework.kafka.KafkaException e) {
      forget();
      throw new PrincipalTopicException("reading principals", e);
    } finally {
      reading.unlock();
    }
  }

  private Consumer<byte[], byte[]> open() {
    Consumer<byte[], byte[]> kafka = consumer;
    if (kafka == null) {
      kafka = consumers.get();
      consumer = kafka;
      kafka.assign(List.of(partition));
      kafka.seekToBeginning(List.of(partition));
    }
    return kafka;
  }

  private void readToEnd(Consumer<byte[], byte[]> kafka) {
    long end = kafka.endOffsets(List.of(partition), waitMax).getOrDefault(partition, 0L);
    long giveUp = nanoTime.getAsLong() + waitMax.toNanos();
    while (kafka.position(partition, waitMax) < end) {
      Duration left = Duration.ofNanos(giveUp - nanoTime.getAsLong());
      if (!left.isPositive()) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "end of " + partition + " not reached within " + waitMax);
      }
      for (ConsumerRecord<byte[], byte[]> record : kafka.poll(left)) {
        remember(record);
      }
    }
  }

  private void remember(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    KeyHash hash;
    try {
      hash = new KeyHash(key == null ? "" : new String(key, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return; // no key of ours
    }
    byte[] value = record.value();
    if (value == null) {
      versions.remove(hash);
      return;
    }
    try {
      versions.put(hash, PrincipalCodec.decode(value).version());
    } catch (WireFormatException e) {
      versions.put(hash, UNREADABLE);
    }
  }

  @Override
  public void close() {
    reading.lock();
    try {
      closed = true;
      forget();
    } finally {
      reading.unlock();
    }
  }

  private void forget() {
    Consumer<byte[], byte[]> kafka = consumer;
    consumer = null;
    readId = null;
    versions.clear();
    if (kafka != null) {
      kafka.close(CloseOptions.timeout(waitMax));
    }
  }
}
