package online.speka.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.job.TraceContext;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/// Everything around dispatchers under test: real Kafka and Redis, fake workers and a fake edge.
/// Each test takes a model of its own from the catalog.
final class DispatcherTester implements AutoCloseable {

  static final String ABSENCE_MAX = "--speka.dispatcher.attendance.absence-max=";

  static final EdgeId EDGE = new EdgeId("edge-of-the-test");

  private final KafkaFixture kafka;
  private final RedisFixture redis;
  private final Path catalog;
  private final List<ModelId> models = new ArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Runnable> open = new ArrayList<>();

  DispatcherTester(KafkaFixture kafka, RedisFixture redis, String stem, int count) {
    this.kafka = kafka;
    this.redis = redis;
    this.producer = kafka.newProducer();
    deleteOtherModels();
    StringBuilder yaml = new StringBuilder("models:\n");
    for (int i = 1; i <= count; i++) {
      ModelId model = new ModelId(kafka.newName(stem + "/m" + i));
      models.add(model);
      yaml.append("  - id: ").append(model).append('\n');
      yaml.append("    kind: chat\n    owned_by: tests\n    context_tokens: 1000\n");
      yaml.append("    partitions: {interactive: 1, batch: 2}\n");
      yaml.append("    prices: {prompt: 0, cached_prompt: 0, completion: 0}\n");
      yaml.append("    engine: {simulator: {}}\n");
    }
    try {
      this.catalog = Files.writeString(Files.createTempFile("catalog", ".yml"), yaml);
      catalog.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All dispatchers are in one group and share all models: those of other tests must not be among
  /// them.
  private void deleteOtherModels() {
    try {
      Set<String> topics = kafka.admin().listTopics().names().get();
      List<String> jobs = topics.stream().filter(Topics.JOBS_PATTERN.asMatchPredicate()).toList();
      kafka.admin().deleteTopics(jobs).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("cannot delete the topics of other tests", e);
    }
  }

  ModelId nextModel() {
    return models.get(taken.getAndIncrement());
  }

  /// Settings of every dispatcher, as command-line arguments.
  List<String> arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--spring.data.redis.url=" + redis.uri(),
                "--speka.catalog.file=" + catalog,
                "--speka.dispatcher.intake.session-timeout=3s",
                "--speka.dispatcher.intake.heartbeat-interval=500ms"));
    if (List.of(more).stream().noneMatch(argument -> argument.startsWith(ABSENCE_MAX))) {
      // No edge hears what these dispatchers say.
      arguments.add(ABSENCE_MAX + "10m");
    }
    arguments.addAll(List.of(more));
    return arguments;
  }

  ConfigurableApplicationContext startDispatcher(String... more) {
    ConfigurableApplicationContext context =
        DispatcherApplication.start(arguments(more).toArray(String[]::new));
    open.add(context::close);
    return context;
  }

  FakeWorker startWorker(ModelId model, int slots) {
    FakeWorker worker = new FakeWorker(kafka, redis, kafka.newName("worker"), model, slots);
    open.add(worker::close);
    return worker;
  }

  Job submit(ModelId model, Lane lane, Duration patience) {
    return submit(model, lane, patience, null);
  }

  Job submit(ModelId model, Lane lane, Duration patience, @Nullable TraceContext trace) {
    Instant now = Instant.now();
    return submit(job(model, lane, EDGE, new Job.Window(now, now.plus(patience)), trace));
  }

  static Job job(
      ModelId model, Lane lane, EdgeId edge, Job.Window window, @Nullable TraceContext trace) {
    return new Job(
        new JobId(UuidCreator.getTimeOrderedEpoch()),
        new Job.Target(model, lane, JobKind.CHAT_COMPLETIONS, true),
        new Job.Origin(new TenantId("tenant-1"), new KeyId("key-1"), edge),
        window,
        new Job.Demand(10, 100, new MicroCredits(5), List.of()),
        trace);
  }

  Job submit(Job job) {
    ModelId model = job.model();
    Lane lane = job.target().lane();
    var record =
        new ProducerRecord<byte[], byte[]>(
            Topics.jobs(model, lane), "{\"model\":\"x\"}".getBytes(UTF_8));
    JobHeaders.encode(job).forEach(header -> record.headers().add(header.name(), header.value()));
    producer.send(record);
    return job;
  }

  List<Job> submit(ModelId model, Lane lane, int count) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(submit(model, lane, Duration.ofMinutes(10)));
    }
    producer.flush();
    return jobs;
  }

  void cancel(Job job) {
    byte[] id =
        ByteBuffer.allocate(16)
            .putLong(job.id().value().getMostSignificantBits())
            .putLong(job.id().value().getLeastSignificantBits())
            .array();
    RedisClient client = redis.newClient();
    try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      connection.sync().spublish(RedisNames.CANCELS.getBytes(UTF_8), id);
    } finally {
      client.shutdown();
    }
  }

  /// Every fact about jobs of the model, in the order of the topic.
  List<JobEvent> facts(ModelId model) {
    return kafka.readAll(Topics.OUTCOMES).stream()
        .map(record -> JobEventCodec.decode(record.value()))
        .filter(fact -> fact.job().model().equals(model))
        .toList();
  }

  List<Outcome> outcomes(ModelId model) {
    return facts(model).stream()
        .filter(Outcome.class::isInstance)
        .map(Outcome.class::cast)
        .toList();
  }

  /// The value of a counter, summed over all its tags but the model.
  static double count(ConfigurableApplicationContext dispatcher, String name, ModelId model) {
    return dispatcher
        .getBean(MeterRegistry.class)
        .find("speka.dispatcher." + name)
        .tag("model", model.value())
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /// Waits until the dispatcher knows of this many slots: jobs of a model that has had no worker
  /// for long are turned away at once.
  static void awaitSlots(ConfigurableApplicationContext dispatcher, ModelId model, int slots) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gauge(dispatcher, "slots", model, Tag.of("state", "total")) == slots);
  }

  static double gauge(
      ConfigurableApplicationContext dispatcher, String name, ModelId model, Tag tag) {
    Gauge gauge =
        dispatcher
            .getBean(MeterRegistry.class)
            .find("speka.dispatcher." + name)
            .tag("model", model.value())
            .tags(List.of(tag))
            .gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  static boolean owns(ConfigurableApplicationContext dispatcher, ModelId model) {
    return dispatcher
            .getBean(MeterRegistry.class)
            .find("speka.dispatcher.queue.depth")
            .tag("model", model.value())
            .gauge()
        != null;
  }

  @Override
  public void close() {
    open.reversed().forEach(Runnable::run);
    producer.close();
  }
}
