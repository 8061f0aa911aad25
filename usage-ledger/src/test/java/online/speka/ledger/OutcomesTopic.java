package online.speka.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The outcomes topic, as a test writes it and as the broker counts it. */
final class OutcomesTopic implements AutoCloseable {

  private final KafkaFixture kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  OutcomesTopic(KafkaFixture kafka) {
    this.kafka = kafka;
    this.producer = kafka.newProducer();
  }

  void write(JobEvent event) {
    write(event.job().model().value(), JobEventCodec.encode(event));
  }

  void write(String key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(Topics.OUTCOMES, key.getBytes(UTF_8), value));
  }

  /** Returns when the broker has everything. */
  void flush() {
    producer.flush();
  }

  /** Records that the ledger's group has committed, over all partitions. */
  long committed() {
    return get(
            kafka
                .admin()
                .listConsumerGroupOffsets(Topics.LEDGER_GROUP)
                .partitionsToOffsetAndMetadata())
        .values()
        .stream()
        .mapToLong(offset -> offset == null ? 0 : offset.offset())
        .sum();
  }

  /** Records that were ever written, over all partitions. */
  long written() {
    return ends().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  /** Nothing that is in the topic now concerns the next ledger; none may be running. */
  void skipToEnd() {
    if (get(kafka.admin().listTopics().names()).contains(Topics.OUTCOMES)) {
      get(kafka.admin().alterConsumerGroupOffsets(Topics.LEDGER_GROUP, ends()).all());
    } else {
      kafka.createTopic(Topics.OUTCOMES, Topics.OUTCOMES_PARTITIONS, Map.of());
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> ends() {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, Topics.OUTCOMES_PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.OUTCOMES, partition))
            .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    return get(kafka.admin().listOffsets(latest).all()).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue().offset())));
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
