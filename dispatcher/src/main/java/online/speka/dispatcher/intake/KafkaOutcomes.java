package online.speka.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the outcomes topic from the moment this process began, all partitions, in no group: the
/// outcome that frees a slot assigns the next job on this very thread.
///
/// A consumer that fails is replaced by one that goes on where it was.
final class KafkaOutcomes {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomes.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final OwnedModels models;
  private final FactInquiries inquiries;
  private final IntakeProperties properties;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> following = new CompletableFuture<>();
  private final Thread thread;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final List<FactInquiries.Inquiry> asked = new ArrayList<>();
  private final List<FactInquiries.Inquiry> answering = new ArrayList<>();
  private final Map<TopicPartition, Long> askedEnds = new HashMap<>();
  private volatile @Nullable Consumer<byte[], byte[]> current;

  KafkaOutcomes(
      Supplier<Consumer<byte[], byte[]>> consumers,
      OwnedModels models,
      FactInquiries inquiries,
      IntakeProperties properties) {
    this.consumers = consumers;
    this.models = models;
    this.inquiries = inquiries;
    this.properties = properties;
    this.thread = Thread.ofPlatform().name("speka-outcomes").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Completes when everything written from now on will be read. No model may be owned before.
  CompletableFuture<Void> following() {
    return following;
  }

  void close() {
    closing.countDown();
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(properties.closeTimeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        follow(consumer);
      } catch (WakeupException e) {
        LOG.atDebug().log("outcomes are no longer followed");
      } catch (KafkaException | IllegalStateException e) {
        LOG.atError().setCause(e).log("following outcomes failed; it goes on where it was");
        pause();
      } finally {
        current = null;
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .partitionsFor(Topics.OUTCOMES, properties.requestTimeout())
        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    consumer.assign(partitions);
    if (positions.isEmpty()) {
      positions.putAll(consumer.endOffsets(partitions, properties.requestTimeout()));
    }
    positions.forEach(consumer::seek);
    var _ = following.complete(null);
    while (closing.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        read(record);
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
      }
      answerInquiries(consumer);
    }
  }

  /// Tells those who ask when everything that is on the topic now has been read.
  private void answerInquiries(Consumer<byte[], byte[]> consumer) {
    asked.addAll(inquiries.takeAll());
    if (asked.isEmpty() && answering.isEmpty()) {
      return;
    }
    if (answering.isEmpty()) {
      try {
        askedEnds.putAll(consumer.endOffsets(consumer.assignment(), properties.requestTimeout()));
      } catch (TimeoutException e) {
        LOG.atDebug().setCause(e).log("end of the outcomes is not known; the inquiry waits");
        return;
      }
      answering.addAll(asked);
      asked.clear();
    }
    boolean allRead =
        askedEnds.entrySet().stream()
            .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    if (allRead) {
      answering.forEach(inquiry -> inquiry.model().on(new OwnerEvent.FactsRead(inquiry.number())));
      answering.clear();
      askedEnds.clear();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    OwnedModel model = ModelId.isValid(key) ? models.find(new ModelId(key)) : null;
    if (model == null || record.value() == null) {
      return;
    }
    try {
      JobEvent fact = JobEventCodec.decode(record.value());
      model.on(
          switch (fact) {
            case Outcome outcome -> new OwnerEvent.Ended(outcome);
            case AttemptFailed failure -> new OwnerEvent.AttemptEnded(failure);
          });
    } catch (WireFormatException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("record is no fact; it is passed over");
    }
  }

  private void pause() {
    try {
      var _ = closing.await(properties.restartDelay().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
