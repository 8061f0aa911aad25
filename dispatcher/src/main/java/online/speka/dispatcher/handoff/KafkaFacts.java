package online.speka.dispatcher.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.dispatcher.flowcontrol.Arrival;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// The outcomes and dead-letters topics.
final class KafkaFacts implements Facts, AutoCloseable {

  private static final String REASON = "speka-dead-reason";
  private static final String DETAIL = "speka-dead-detail";
  private static final String ATTEMPT = "speka-dead-attempt";
  private static final String TOPIC = "speka-dead-topic";
  private static final String PARTITION = "speka-dead-partition";
  private static final String OFFSET = "speka-dead-offset";

  private final Producer<byte[], byte[]> producer;

  private final Duration closeTimeout;

  KafkaFacts(Producer<byte[], byte[]> producer, Duration closeTimeout) {
    this.producer = producer;
    this.closeTimeout = closeTimeout;
  }

  /// Writes what is still on its way.
  @Override
  public void close() {
    producer.close(closeTimeout);
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
    add(letter, REASON, outcome.cause());
    add(letter, DETAIL, outcome.detail());
    add(letter, ATTEMPT, outcome.attempt());
    add(letter, TOPIC, Topics.jobs(shard.model(), shard.lane()));
    add(letter, PARTITION, shard.partition());
    add(letter, OFFSET, arrival.position().offset());
    return send(letter);
  }

  private static void add(ProducerRecord<byte[], byte[]> letter, String name, Object value) {
    letter.headers().add(name, value.toString().getBytes(UTF_8));
  }

  private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      var _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure == null) {
                  written.complete(null);
                } else {
                  written.completeExceptionally(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      written.completeExceptionally(e);
    }
    return written;
  }
}
