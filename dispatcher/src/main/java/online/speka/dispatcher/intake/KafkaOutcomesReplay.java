package online.speka.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import online.speka.dispatcher.flowcontrol.PastFacts;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the outcomes topic from an instant to its end, with a consumer of its own.
final class KafkaOutcomesReplay implements OutcomesReplay {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomesReplay.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Duration timeout;

  KafkaOutcomesReplay(Supplier<Consumer<byte[], byte[]>> consumers, Duration timeout) {
    this.consumers = consumers;
    this.timeout = timeout;
  }

  @Override
  public void replay(Instant from, Map<ModelId, PastFacts> facts) {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(Topics.OUTCOMES, timeout)
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
      seek(consumer, from, ends);
      while (!isAtEnd(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(record, facts);
        }
      }
    } catch (KafkaException e) {
      throw new ReplayException("reading " + Topics.OUTCOMES + " since " + from, e);
    }
  }

  private void seek(
      Consumer<byte[], byte[]> consumer, Instant from, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    ends.keySet().forEach(partition -> times.put(partition, from.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, timeout);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp start = starts.get(partition);
          consumer.seek(partition, start == null ? end : start.offset());
        });
  }

  private boolean isAtEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), timeout) >= end.getValue());
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, Map<ModelId, PastFacts> facts) {
    // The key is the model: what is about others need not be decoded.
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    PastFacts past = ModelId.isValid(key) ? facts.get(new ModelId(key)) : null;
    if (past == null || record.value() == null) {
      return;
    }
    try {
      past.add(JobEventCodec.decode(record.value()));
    } catch (WireFormatException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("record is no fact; it is passed over");
    }
  }
}
