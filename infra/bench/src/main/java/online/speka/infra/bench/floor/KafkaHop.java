package online.speka.infra.bench.floor;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A record's way through the broker: produced with `acks=all`, read by a consumer that waits for
/// it. On a topic of its own, which is gone afterwards.
final class KafkaHop implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long ADMIN_WAIT_MAX_SECONDS = 15;
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);

  private final String topic;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private volatile boolean closing;

  private KafkaHop(String bootstrapServers, String topic, LongConsumer consumed) {
    this.topic = topic;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.producer =
        new KafkaProducer<>(
            producerSettings(bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.consumer =
        new KafkaConsumer<>(
            consumerSettings(bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.reader = Thread.ofPlatform().name("floor-kafka").daemon().unstarted(() -> read(consumed));
  }

  /// @param consumed gets the number of each record, on the thread that reads
  static KafkaHop open(String bootstrapServers, String topic, LongConsumer consumed) {
    KafkaHop hop = new KafkaHop(bootstrapServers, topic, consumed);
    try {
      hop.admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) -1)))
          .all()
          .get(ADMIN_WAIT_MAX_SECONDS, TimeUnit.SECONDS);
      TopicPartition partition = new TopicPartition(topic, 0);
      hop.consumer.assign(List.of(partition));
      hop.consumer.seekToBeginning(List.of(partition));
      hop.producer.partitionsFor(topic);
      hop.reader.start();
      return hop;
    } catch (ExecutionException | TimeoutException e) {
      hop.close();
      throw new IllegalStateException("cannot create the topic " + topic, e);
    } catch (InterruptedException e) {
      hop.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topic " + topic, e);
    }
  }

  private static Properties producerSettings(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return settings;
  }

  private static Properties consumerSettings(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    return settings;
  }

  /// The record is as long as a small chat request.
  CompletableFuture<Void> produce(long number, int bytes) {
    byte[] value = ByteBuffer.allocate(Math.max(Long.BYTES, bytes)).putLong(number).array();
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    var _ =
        producer.send(
            new ProducerRecord<>(topic, value),
            (_, failure) -> {
              if (failure == null) {
                acknowledged.complete(null);
              } else {
                acknowledged.completeExceptionally(failure);
              }
            });
    return acknowledged;
  }

  private void read(LongConsumer consumed) {
    try {
      while (!closing) {
        consumer.poll(POLL).forEach(r -> consumed.accept(ByteBuffer.wrap(r.value()).getLong()));
      }
    } catch (WakeupException _) {
      // Closing.
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      reader.join(CLOSE_WAIT_MAX);
      admin.deleteTopics(List.of(topic)).all().get(ADMIN_WAIT_MAX_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("bench: the topic " + topic + " was not deleted: " + e.getMessage());
    } finally {
      producer.close(CLOSE_WAIT_MAX);
      if (!reader.isAlive()) {
        consumer.close();
      }
      admin.close(CLOSE_WAIT_MAX);
    }
  }
}
