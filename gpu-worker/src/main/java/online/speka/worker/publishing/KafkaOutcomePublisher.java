package online.speka.worker.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Outcomes to Kafka, keyed by model, acknowledged by all replicas. While Kafka is away they are
/// offered again and again: the answer's last frame waits meanwhile, because a client that saw the
/// end has a durable bill.
final class KafkaOutcomePublisher implements OutcomePublisher, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomePublisher.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Producer<byte[], byte[]> producer;
  private final Duration retryMax;
  private final PublishingMetrics metrics;
  private final LongSupplier ticker;
  private final CountDownLatch closing = new CountDownLatch(1);

  KafkaOutcomePublisher(
      Producer<byte[], byte[]> producer,
      Duration retryMax,
      PublishingMetrics metrics,
      LongSupplier ticker) {
    this.producer = producer;
    this.retryMax = retryMax;
    this.metrics = metrics;
    this.ticker = ticker;
  }

  @Override
  public boolean publish(JobEvent event) throws InterruptedException {
    byte[] key = event.job().model().value().getBytes(UTF_8);
    byte[] value = JobEventCodec.encode(event);
    long startedAt = ticker.getAsLong();
    for (int tries = 1; ; tries++) {
      if (closing.getCount() == 0) {
        return givenUp(event, tries, "the worker ends");
      }
      try {
        producer.send(new ProducerRecord<>(Topics.OUTCOMES, key, value)).get();
        metrics.outcome(true);
        return true;
      } catch (ExecutionException | KafkaException e) {
        if (ticker.getAsLong() - startedAt >= retryMax.toNanos()) {
          return givenUp(event, tries, String.valueOf(e.getMessage()));
        }
        retried(event, tries, e);
        var _ = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void retried(JobEvent event, int tries, Exception failure) {
    metrics.outcomeRetried();
    if (tries == 1) {
      LOG.atWarn()
          .addKeyValue("jobId", event.job().id())
          .addKeyValue("reason", failure.getMessage())
          .log("Kafka did not take an outcome: it is offered again, the answer's end waits");
    }
  }

  private boolean givenUp(JobEvent event, int tries, String reason) {
    metrics.outcome(false);
    LOG.atError()
        .addKeyValue("jobId", event.job().id())
        .addKeyValue("tries", tries)
        .addKeyValue("reason", reason)
        .log("Outcome given up: the job falls back to its dispatcher when this worker forgets it");
    return false;
  }

  @Override
  public void close() {
    closing.countDown();
    producer.close(Duration.ofSeconds(5));
  }
}
