package online.speka.ledger.generations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Jobs from where their dispatchers have committed to the end, and the ledger's own progress
/// through outcomes. A dispatcher commits a job only after its outcome is in Kafka.
final class KafkaUnfinishedJobs implements UnfinishedJobs {

  private final Supplier<Admin> admins;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Waits waits;
  private final BooleanSupplier pause;
  private final LongSupplier nanoTime;

  /// @param consumers makes a consumer without a group
  /// @param pause waits a little; false if the process stops
  /// @param nanoTime for durations only
  KafkaUnfinishedJobs(
      Supplier<Admin> admins,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Waits waits,
      BooleanSupplier pause,
      LongSupplier nanoTime) {
    this.admins = admins;
    this.consumers = consumers;
    this.waits = waits;
    this.pause = pause;
    this.nanoTime = nanoTime;
  }

  /// Longest waits for one answer, for reading all jobs, and for outcomes to be in the books.
  record Waits(Duration answerMax, Duration readMax, Duration outcomesMax) {}

  @Override
  public List<Job> read(Predicate<TenantId> tenants) {
    try (Admin admin = admins.get();
        Consumer<byte[], byte[]> consumer = consumers.get()) {
      Set<TopicPartition> partitions = partitions(admin);
      // Before the ends are read: what is committed later only makes the list shorter.
      Map<TopicPartition, Long> committed = committed(admin, Topics.DISPATCHER_GROUP);
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, waits.answerMax());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, waits.answerMax());
      consumer.assign(partitions);
      partitions.forEach(
          partition ->
              consumer.seek(
                  partition,
                  Math.max(
                      committed.getOrDefault(partition, 0L), first.getOrDefault(partition, 0L))));
      return read(consumer, ends, tenants);
    } catch (KafkaException e) {
      throw new KafkaAwayException("reading jobs", e);
    }
  }

  private List<Job> read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Predicate<TenantId> tenants) {
    List<Job> jobs = new ArrayList<>();
    long began = nanoTime.getAsLong();
    while (!isAt(consumer, ends)) {
      if (nanoTime.getAsLong() - began > waits.readMax().toNanos()) {
        throw new KafkaAwayException(
            "reading jobs", new TimeoutException(jobs.size() + " jobs in " + waits.readMax()));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(waits.answerMax())) {
        job(record).filter(job -> tenants.test(job.origin().tenant())).ifPresent(jobs::add);
      }
    }
    return jobs;
  }

  private static boolean isAt(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /// What is no job reserves nothing.
  private static Optional<Job> job(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          JobHeaders.decode(
              name -> {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
              }));
    } catch (WireFormatException e) {
      return Optional.empty();
    }
  }

  private Set<TopicPartition> partitions(Admin admin) {
    List<String> topics =
        get(admin.listTopics().names()).stream()
            .filter(Topics.JOBS_PATTERN.asMatchPredicate())
            .toList();
    return partitions(admin, topics);
  }

  private Set<TopicPartition> partitions(Admin admin, List<String> topics) {
    return get(admin.describeTopics(topics).allTopicNames()).values().stream()
        .flatMap(KafkaUnfinishedJobs::partitions)
        .collect(Collectors.toSet());
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }

  private Map<TopicPartition, Long> committed(Admin admin, String group) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> committed = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            committed.put(partition, offset.offset());
          }
        });
    return committed;
  }

  @Override
  public boolean awaitOutcomes() {
    try (Admin admin = admins.get();
        Consumer<byte[], byte[]> consumer = consumers.get()) {
      Set<TopicPartition> partitions = partitions(admin, List.of(Topics.OUTCOMES));
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, waits.answerMax());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, waits.answerMax());
      long began = nanoTime.getAsLong();
      while (!isPosted(ends, first, committed(admin, Topics.LEDGER_GROUP))) {
        if (nanoTime.getAsLong() - began > waits.outcomesMax().toNanos() || !pause.getAsBoolean()) {
          return false;
        }
      }
      return true;
    } catch (KafkaException e) {
      throw new KafkaAwayException("reading outcomes", e);
    }
  }

  private static boolean isPosted(
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> first,
      Map<TopicPartition, Long> committed) {
    return ends.entrySet().stream()
        .allMatch(
            end ->
                Math.max(
                        committed.getOrDefault(end.getKey(), 0L),
                        first.getOrDefault(end.getKey(), 0L))
                    >= end.getValue());
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(waits.answerMax().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaAwayException("asking Kafka, interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaAwayException("asking Kafka", e);
    }
  }
}
