package online.speka.worker.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import online.speka.worker.Jobs;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KafkaOutcomePublisherTest {

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final AtomicLong nowNanos = new AtomicLong();
  private final JobEvent outcome = outcome();

  @Test
  void factsAreKeyedByModel() throws Exception {
    assertThat(publisher(Duration.ofMinutes(1)).publish(outcome)).isTrue();

    assertThat(kafka.history())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.topic()).isEqualTo(Topics.OUTCOMES);
              assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("a/model");
              assertThat(JobEventCodec.decode(record.value())).isEqualTo(outcome);
            });
  }

  @Test
  void aFactThatKafkaDoesNotTakeIsOfferedAgain() throws Exception {
    kafka.sendException = new TimeoutException("not now");
    PublishingMetrics healing = new HealingMetrics();

    assertThat(
            new KafkaOutcomePublisher(kafka, Duration.ofMinutes(1), healing, nowNanos::get)
                .publish(outcome))
        .isTrue();

    assertThat(kafka.history()).hasSize(1);
  }

  @Test
  void afterSoLongAFactIsGivenUp() throws Exception {
    kafka.sendException = new TimeoutException("never");
    KafkaOutcomePublisher publisher =
        new KafkaOutcomePublisher(
            kafka,
            Duration.ofMinutes(1),
            PublishingMetrics.NONE,
            () -> nowNanos.addAndGet(Duration.ofSeconds(30).toNanos()));

    assertThat(publisher.publish(outcome)).isFalse();
  }

  @Test
  void closingEndsTheRetries() throws Exception {
    kafka.sendException = new TimeoutException("never");
    KafkaOutcomePublisher publisher = publisher(Duration.ofDays(1));
    publisher.close();

    assertThat(publisher.publish(outcome)).isFalse();
  }

  /// Kafka is well again as soon as somebody notices that it was not.
  private final class HealingMetrics implements PublishingMetrics {
    @Override
    public void frame() {}

    @Override
    public void sent(Batch batch) {}

    @Override
    public void appended(Batch.Appended result) {}

    @Override
    public void connectionLost() {}

    @Override
    public void outcome(boolean durable) {}

    @Override
    public void outcomeRetried() {
      kafka.sendException = null;
    }
  }

  private KafkaOutcomePublisher publisher(Duration retryMax) {
    return new KafkaOutcomePublisher(kafka, retryMax, PublishingMetrics.NONE, nowNanos::get);
  }

  private static Outcome outcome() {
    Job job = Jobs.streaming("a/model");
    return new Outcome(
        job,
        new Attempt(1, 1),
        Outcome.Status.COMPLETED,
        Cause.FINISHED,
        Usage.of(1, 2),
        Timings.NONE,
        "",
        Instant.parse("2026-01-01T00:00:00Z"));
  }
}
