package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.DeadLetterHeaders;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.dispatcher.flowcontrol.Arrival;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// The outcomes and dead-letters topics. A write that fails, also for want of metadata, is tried
/// again a few times; a fact that is written twice counts once.
final class KafkaFacts implements Facts, AutoCloseable {

  private final Producer<byte[], byte[]> producer;

  private final ScheduledExecutorService scheduler;
  private final HandoffProperties.Facts retries;

  KafkaFacts(
      Producer<byte[], byte[]> producer,
      ScheduledExecutorService scheduler,
      HandoffProperties.Facts retries) {
    this.producer = producer;
    this.scheduler = scheduler;
    this.retries = retries;
  }

  /// Writes what is still on its way.
  @Override
  public void close() {
    producer.close(retries.closeTimeout());
  }

  @Override
  public CompletableFuture<Void> append(JobEvent fact) {
    byte[] key = fact.job().model().value().getBytes(UTF_8);
    return send(new ProducerRecord<>(Topics.OUTCOMES, key, JobEventCodec.encode(fact)));
  }

  @Override
  public CompletableFuture<Void> bury(Arrival arrival, Outcome outcome) {
    byte[] key = outcome.job().model().value().getBytes(UTF_8);
    var letter = new ProducerRecord<>(Topics.DEAD_LETTERS, key, arrival.body());
    JobHeaders.encode(arrival.job())
        .forEach(header -> letter.headers().add(header.name(), header.value()));
    var shard = arrival.position().shard();
    add(letter, DeadLetterHeaders.REASON, outcome.cause());
    add(letter, DeadLetterHeaders.DETAIL, outcome.detail());
    add(letter, DeadLetterHeaders.ATTEMPT, outcome.attempt());
    add(letter, DeadLetterHeaders.TOPIC, Topics.jobs(shard.model(), shard.lane()));
    add(letter, DeadLetterHeaders.PARTITION, shard.partition());
    add(letter, DeadLetterHeaders.OFFSET, arrival.position().offset());
    return send(letter);
  }

  private static void add(ProducerRecord<byte[], byte[]> letter, String name, Object value) {
    letter.headers().add(name, value.toString().getBytes(UTF_8));
  }

  private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    send(record, written, retries.triesMax());
    return written;
  }

  private void send(
      ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> written, int triesLeft) {
    try {
      var _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure == null) {
                  written.complete(null);
                } else {
                  again(record, written, triesLeft, failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      again(record, written, triesLeft, e);
    }
  }

  private void again(
      ProducerRecord<byte[], byte[]> record,
      CompletableFuture<Void> written,
      int triesLeft,
      Exception failure) {
    if (triesLeft <= 1 || failure instanceof RecordTooLargeException || scheduler.isShutdown()) {
      written.completeExceptionally(failure);
      return;
    }
    var _ =
        scheduler.schedule(
            () -> send(record, written, triesLeft - 1),
            retries.retryDelay().toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
