package online.speka.infra.bench.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The platform's own account of the jobs of a slice: read afterwards, so that reading costs the
/// measurement nothing.
public final class KafkaOutcomes implements AutoCloseable {

  private static final Duration METADATA_WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  /// Polls without anything new before it is given up: the rest is not coming.
  private static final int EMPTY_POLLS_MAX = 5;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  public KafkaOutcomes(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(Topics.OUTCOMES, METADATA_WAIT_MAX).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /// Where the topic ended at some moment.
  public static final class Ends {
    private final Map<TopicPartition, Long> offsets;

    private Ends(Map<TopicPartition, Long> offsets) {
      this.offsets = offsets;
    }
  }

  public Ends ends() {
    return new Ends(consumer.endOffsets(partitions, METADATA_WAIT_MAX));
  }

  /// All facts between two ends; what this version cannot read is left out.
  public List<JobEvent> between(Ends begin, Ends end) {
    begin.offsets.forEach(consumer::seek);
    List<JobEvent> events = new ArrayList<>();
    for (int empty = 0; empty < EMPTY_POLLS_MAX && !reached(end.offsets); ) {
      var records = consumer.poll(POLL);
      empty = records.isEmpty() ? empty + 1 : 0;
      for (ConsumerRecord<byte[], byte[]> entry : records) {
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        if (entry.offset() < end.offsets.getOrDefault(partition, 0L)) {
          decode(entry.value(), events);
        }
      }
    }
    return events;
  }

  private boolean reached(Map<TopicPartition, Long> end) {
    return end.entrySet().stream()
        .allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
  }

  private static void decode(byte[] value, List<JobEvent> events) {
    try {
      events.add(JobEventCodec.decode(value));
    } catch (WireFormatException _) {
      // Somebody else's entry: not what is measured here.
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
