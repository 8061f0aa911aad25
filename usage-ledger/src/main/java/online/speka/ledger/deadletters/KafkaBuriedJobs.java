package online.speka.ledger.deadletters;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.wire.DeadLetterHeaders;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;

/// The dead letters topic, which has one partition. Letters that are no jobs are passed over.
final class KafkaBuriedJobs implements BuriedJobs {

  private static final TopicPartition LETTERS = new TopicPartition(Topics.DEAD_LETTERS, 0);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final KafkaOperations<byte[], byte[]> producer;
  private final InstantSource clock;
  private final Duration waitMax;

  /// @param consumers in no group
  KafkaBuriedJobs(
      Supplier<Consumer<byte[], byte[]>> consumers,
      KafkaOperations<byte[], byte[]> producer,
      InstantSource clock,
      Duration waitMax) {
    this.consumers = consumers;
    this.producer = producer;
    this.clock = clock;
    this.waitMax = waitMax;
  }

  @Override
  public List<BuriedJob> newest(int max) {
    return read(LOOKED_AT_MAX, null).reversed().stream().limit(max).toList();
  }

  @Override
  public Optional<BuriedJob> find(long offset) {
    return read(1, offset).stream().filter(job -> job.offset() == offset).findFirst();
  }

  @Override
  public JobId replay(BuriedJob job) {
    job.obstacle()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("dead letter " + job.offset() + ": " + why);
            });
    Job again = job.replayed(clock.instant());
    var record =
        new ProducerRecord<byte[], byte[]>(
            Topics.jobs(again.model(), Lane.BATCH), null, job.body());
    JobHeaders.encode(again).forEach(h -> record.headers().add(h.name(), h.value()));
    record.headers().add(DeadLetterHeaders.REPLAY_OF, job.job().id().toString().getBytes(US_ASCII));
    try {
      var _ = producer.send(record).get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException
        | TimeoutException
        | KafkaException
        | org.springframework.kafka.KafkaException e) {
      throw new DeadLettersUnavailableException("accepting " + again.id() + " again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeadLettersUnavailableException("interrupted while accepting " + again.id(), e);
    }
    return again.id();
  }

  /// @param from the first to read; null: so many before the end
  private List<BuriedJob> read(int lettersMax, @Nullable Long from) {
    List<BuriedJob> jobs = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      List<TopicPartition> partition = List.of(LETTERS);
      consumer.assign(partition);
      long begin = consumer.beginningOffsets(partition, waitMax).getOrDefault(LETTERS, 0L);
      long end = consumer.endOffsets(partition, waitMax).getOrDefault(LETTERS, 0L);
      long first = Math.max(begin, from == null ? end - lettersMax : from);
      long last = Math.min(end, first + lettersMax);
      if (first < last) {
        consumer.seek(LETTERS, first);
        long pollsLeft = waitMax.dividedBy(POLL);
        while (consumer.position(LETTERS, waitMax) < last) {
          ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
          if (records.isEmpty() && --pollsLeft == 0) {
            throw new org.apache.kafka.common.errors.TimeoutException("the broker sends nothing");
          }
          for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < last) {
              job(record).ifPresent(jobs::add);
            }
          }
        }
      }
    } catch (KafkaException e) {
      throw new DeadLettersUnavailableException("reading " + LETTERS.topic(), e);
    }
    return jobs;
  }

  private static Optional<BuriedJob> job(ConsumerRecord<byte[], byte[]> record) {
    String reason = header(record, DeadLetterHeaders.REASON);
    if (reason == null || record.value() == null) {
      return Optional.empty();
    }
    try {
      String detail = header(record, DeadLetterHeaders.DETAIL);
      return Optional.of(
          new BuriedJob(
              record.offset(),
              Instant.ofEpochMilli(record.timestamp()),
              JobHeaders.decode(name -> bytes(record, name)),
              reason,
              detail == null ? "" : detail,
              record.value()));
    } catch (WireFormatException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    byte[] value = bytes(record, name);
    return value == null ? null : new String(value, UTF_8);
  }

  private static byte @Nullable [] bytes(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
