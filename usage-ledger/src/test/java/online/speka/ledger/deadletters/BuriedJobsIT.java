package online.speka.ledger.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.KAFKA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.wire.DeadLetterHeaders;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.ledger.Facts;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

@WithServices(KAFKA)
class BuriedJobsIT {

  private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");
  private static final byte[] BODY = "{\"model\":\"m\"}".getBytes(UTF_8);
  private static final String BATCH = Topics.jobs(Facts.CHAT, Lane.BATCH);

  private final SplittableRandom random = new SplittableRandom(7);
  private final KafkaFixture kafka;
  private final BuriedJobs jobs;

  BuriedJobsIT(KafkaFixture kafka) {
    this.kafka = kafka;
    Map<String, Object> producer =
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "key.serializer", ByteArraySerializer.class,
            "value.serializer", ByteArraySerializer.class);
    this.jobs =
        new KafkaBuriedJobs(
            () ->
                new KafkaConsumer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()),
            new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(producer)),
            () -> NOW,
            Duration.ofSeconds(10));
  }

  @BeforeEach
  void topics() {
    for (String topic : List.of(Topics.DEAD_LETTERS, BATCH)) {
      try {
        kafka.createTopic(topic, 1, Map.of());
      } catch (RuntimeException e) {
        assertThat(e).hasRootCauseInstanceOf(TopicExistsException.class);
      }
    }
  }

  @Test
  void listsTheNewestJobsFirstAndPassesOverWhatIsNone() throws Exception {
    // Given
    Job first = Facts.job(Facts.jobId(random));
    Job second = Facts.job(Facts.jobId(random));
    bury(first, "ENGINE_ERROR");
    send(new ProducerRecord<>(Topics.DEAD_LETTERS, null, "no job".getBytes(UTF_8)));
    bury(second, "WORKER_LOST");

    // When
    List<BuriedJob> newest = jobs.newest(2);

    // Then
    assertThat(newest).extracting(job -> job.job().id()).containsExactly(second.id(), first.id());
    assertThat(newest.getFirst().reason()).isEqualTo("WORKER_LOST");
    assertThat(newest.getFirst().detail()).isEqualTo("for people");
    assertThat(newest.getFirst().body()).isEqualTo(BODY);
    assertThat(jobs.find(newest.getLast().offset()))
        .get()
        .extracting(job -> job.job().id())
        .isEqualTo(first.id());
    assertThat(jobs.find(newest.getLast().offset() + 1)).isEmpty();
  }

  @Test
  void acceptsAJobAgainUnderAnIdOfItsOwn() throws Exception {
    // Given
    Job dead = Facts.job(Facts.jobId(random));
    bury(dead, "WORKER_LOST");
    BuriedJob letter = jobs.newest(1).getFirst();

    // When it is replayed, and once more because nobody heard the answer
    JobId id = jobs.replay(letter);
    JobId again = jobs.replay(letter);

    // Then
    assertThat(id).isNotEqualTo(dead.id()).isEqualTo(again);
    ConsumerRecord<byte[], byte[]> record = kafka.readAll(BATCH).getLast();
    Job job =
        JobHeaders.decode(
            name ->
                record.headers().lastHeader(name) == null
                    ? null
                    : record.headers().lastHeader(name).value());
    assertThat(job.id()).isEqualTo(id);
    assertThat(job.origin().replyTo()).isEqualTo(EdgeId.NONE);
    assertThat(job.origin().tenant()).isEqualTo(dead.origin().tenant());
    assertThat(job.window().submittedAt()).isEqualTo(NOW);
    assertThat(job.window().deadline()).isEqualTo(NOW.plusSeconds(600));
    assertThat(record.value()).isEqualTo(BODY);
    assertThat(new String(record.headers().lastHeader(DeadLetterHeaders.REPLAY_OF).value(), UTF_8))
        .isEqualTo(dead.id().toString());
  }

  @Test
  void refusesAPartOfARequest() throws Exception {
    // Given
    bury(Facts.part(Facts.jobId(random), Facts.jobId(random), 0, 2), "WORKER_LOST");
    BuriedJob letter = jobs.newest(1).getFirst();

    // Then
    assertThat(letter.obstacle()).isPresent();
    assertThatThrownBy(() -> jobs.replay(letter)).isInstanceOf(IllegalArgumentException.class);
  }

  private void bury(Job job, String reason) throws Exception {
    var letter = new ProducerRecord<byte[], byte[]>(Topics.DEAD_LETTERS, null, BODY);
    JobHeaders.encode(job).forEach(h -> letter.headers().add(h.name(), h.value()));
    letter.headers().add(DeadLetterHeaders.REASON, reason.getBytes(UTF_8));
    letter.headers().add(DeadLetterHeaders.DETAIL, "for people".getBytes(UTF_8));
    send(letter);
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
      producer.send(record).get();
    }
  }
}
