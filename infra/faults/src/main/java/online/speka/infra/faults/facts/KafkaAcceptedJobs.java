package online.speka.infra.faults.facts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import online.speka.contract.job.Job;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.json.JsonMapper;

/// Reads the topics of jobs: a job that stands there was accepted.
public final class KafkaAcceptedJobs implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  /// Polls without anything new before the end is given up.
  private static final int EMPTY_POLLS_MAX = 25;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private Map<TopicPartition, Long> begin = Map.of();

  public KafkaAcceptedJobs(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        consumer.listTopics(ANSWER_MAX).entrySet().stream()
            .filter(topic -> Topics.parseJobs(topic.getKey()).isPresent())
            .flatMap(topic -> topic.getValue().stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /// A job and whose request it is.
  ///
  /// @param request what the body's `user` says
  public record Accepted(String request, Job job) {}

  /// From now on jobs are looked at.
  public void begin() {
    begin = Map.copyOf(consumer.endOffsets(partitions, ANSWER_MAX));
  }

  /// All jobs that were accepted since the begin.
  ///
  /// @throws IllegalStateException if the log cannot be read to its end
  public List<Accepted> read() {
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions, ANSWER_MAX);
    begin.forEach(consumer::seek);
    List<Accepted> jobs = new ArrayList<>();
    for (int empty = 0; !reached(end); ) {
      var records = consumer.poll(POLL);
      empty = records.isEmpty() ? empty + 1 : 0;
      if (empty > EMPTY_POLLS_MAX) {
        throw new IllegalStateException("the log of jobs cannot be read to its end");
      }
      records.forEach(entry -> jobs.add(decode(entry)));
    }
    return jobs;
  }

  private boolean reached(Map<TopicPartition, Long> end) {
    return end.entrySet().stream()
        .allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
  }

  private static Accepted decode(ConsumerRecord<byte[], byte[]> entry) {
    try {
      Job job =
          JobHeaders.decode(
              name -> {
                Header header = entry.headers().lastHeader(name);
                return header == null ? null : header.value();
              });
      String request = JsonMapper.shared().readTree(entry.value()).path("user").asString("");
      return new Accepted(request, job);
    } catch (WireFormatException e) {
      throw new IllegalStateException("a job that nobody can read stands in the log", e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
