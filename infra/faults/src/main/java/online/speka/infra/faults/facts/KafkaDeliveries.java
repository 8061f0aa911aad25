package online.speka.infra.faults.facts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import online.speka.contract.wire.Topics;
import online.speka.infra.faults.nemesis.Deliveries;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Publishes outcomes again. Its own copies are not copied.
public final class KafkaDeliveries implements Deliveries, AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Set<Place> copies = new HashSet<>();
  private boolean begun;

  private record Place(int partition, long offset) {}

  public KafkaDeliveries(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void again(int times) {
    if (!begun) {
      begin();
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(POLL).forEach(records::add);
    records.removeIf(it -> copies.remove(new Place(it.partition(), it.offset())));
    Collections.reverse(records);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      records.forEach(it -> sent.add(producer.send(copy(it))));
    }
    producer.flush();
    sent.forEach(it -> copies.add(place(it)));
  }

  private void begin() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.OUTCOMES, ANSWER_MAX).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_MAX);
    consumer.assign(partitions);
    ends.forEach(consumer::seek);
    begun = true;
  }

  private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> it) {
    return new ProducerRecord<>(it.topic(), it.partition(), it.key(), it.value(), it.headers());
  }

  private static Place place(Future<RecordMetadata> sent) {
    try {
      RecordMetadata at = sent.get();
      return new Place(at.partition(), at.offset());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a copy was not taken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
