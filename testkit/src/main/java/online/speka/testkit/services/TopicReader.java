package online.speka.testkit.services;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import online.speka.infra.services.process.Deadline;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of a topic from the beginning, outside of any group. Remembers what it has
 * read: conditions are asked about all of it. For one thread.
 */
public final class TopicReader implements AutoCloseable {

  private static final Duration POLL_WAIT = Duration.ofMillis(100);
  private static final Duration END_WAIT_MAX = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

  TopicReader(String bootstrapServers, String topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All that was in the topic when this was called. */
  public List<ConsumerRecord<byte[], byte[]>> readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    return readUntil(
        END_WAIT_MAX,
        _ ->
            ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
  }

  public List<ConsumerRecord<byte[], byte[]>> readAtLeast(int records, Duration waitMax) {
    return readUntil(waitMax, all -> all.size() >= records);
  }

  /**
   * Reads on until the condition holds for all that was read; throws when the time is up before.
   */
  public List<ConsumerRecord<byte[], byte[]>> readUntil(
      Duration waitMax, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    Deadline deadline = Deadline.in(waitMax);
    while (!enough.test(read)) {
      if (deadline.hasPassed()) {
        throw new AssertionError(
            "%d records of %s were read in %s, and that is not enough"
                .formatted(read.size(), topic, waitMax));
      }
      consumer.poll(POLL_WAIT).forEach(read::add);
    }
    return List.copyOf(read);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
