package online.speka.infra.bench.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The outcomes topic: writes events to it, and knows how far the ledger has committed.
final class KafkaEvents implements AutoCloseable {

  private static final long WAIT_MAX_SECONDS = 60;
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);

  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  KafkaEvents(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 120_000);
    this.admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void deliver(Outcome outcome) {
    byte[] key = outcome.job().id().toString().getBytes(StandardCharsets.US_ASCII);
    var _ =
        producer.send(
            new ProducerRecord<>(Topics.OUTCOMES, key, JobEventCodec.encode(outcome)),
            (_, e) -> failure.compareAndSet(null, e));
  }

  /// Waits until all are on the broker's disk.
  void flush() {
    producer.flush();
    Exception e = failure.get();
    if (e != null) {
      throw new IllegalStateException("an event was not delivered", e);
    }
  }

  /// Records that the ledger has not committed yet.
  long lag() {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(Topics.LEDGER_GROUP)
              .partitionsToOffsetAndMetadata()
              .get(WAIT_MAX_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (var topic :
          admin
              .describeTopics(List.of(Topics.OUTCOMES))
              .allTopicNames()
              .get(WAIT_MAX_SECONDS, TimeUnit.SECONDS)
              .values()) {
        for (int i = 0; i < topic.partitions().size(); i++) {
          ends.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
        }
      }
      long lag = 0;
      for (var end :
          admin.listOffsets(ends).all().get(WAIT_MAX_SECONDS, TimeUnit.SECONDS).entrySet()) {
        OffsetAndMetadata at = committed.get(end.getKey());
        lag += end.getValue().offset() - (at == null ? 0 : at.offset());
      }
      return lag;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("asking Kafka for offsets", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("asking Kafka for offsets", e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_WAIT_MAX);
    admin.close(CLOSE_WAIT_MAX);
  }
}
