package online.speka.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.HeartbeatCodec;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.TopicReader;
import online.speka.worker.engine.EngineFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// A whole worker on real Redis and Kafka, and the dispatcher and edge around it.
final class WorkerTester implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(10);

  static final String CATALOG =
      """
      models:
        - id: test/steady
          kind: chat
          owned_by: test
          slots: 2
          context_tokens: 100000
          prices: {prompt: 1000000, cached_prompt: 500000, completion: 4000000}
          engine: {simulator: {}}
        - id: test/once
          kind: chat
          owned_by: test
          slots: 2
          context_tokens: 100000
          prices: {prompt: 1000000, cached_prompt: 500000, completion: 4000000}
          engine: {simulator: {}}
      """;

  private final KafkaFixture kafka;
  private final RedisClient redis;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final StatefulRedisPubSubConnection<byte[], byte[]> subscription;
  private final List<Frame> heard = new CopyOnWriteArrayList<>();
  private final ConfigurableApplicationContext context;
  private final WorkerId id;

  WorkerTester(KafkaFixture kafka, RedisFixture redisFixture, String... properties) {
    this.kafka = kafka;
    this.redis = redisFixture.newClient();
    this.connection = redis.connect(ByteArrayCodec.INSTANCE);
    this.subscription = redis.connectPubSub(ByteArrayCodec.INSTANCE);
    this.context = startWorker(kafka, redisFixture, properties);
    this.id = bean(WorkerId.class);
    listenAs(Jobs.EDGE);
    await().atMost(Duration.ofSeconds(30)).until(() -> health().contains("\"UP\""));
  }

  @Configuration(proxyBeanMethods = false)
  static class Engines {
    @Bean
    @Order(0)
    EngineFactory scriptedEngineFactory() {
      return new ScriptedEngine.Factory();
    }
  }

  static ConfigurableApplicationContext startWorker(
      KafkaFixture kafka, RedisFixture redis, String... properties) {
    List<String> args = new ArrayList<>();
    args.add("--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
    args.add("--spring.data.redis.url=" + redis.uri());
    args.add("--speka.catalog.file=" + catalogFile());
    args.add("--server.port=0");
    args.add("--speka.worker.lifecycle.drain-min=0s");
    for (String property : properties) {
      args.add("--" + property);
    }
    return WorkerApplication.builder().sources(Engines.class).run(args.toArray(String[]::new));
  }

  private static Path catalogFile() {
    try {
      Path file = Files.createTempFile("catalog", ".yml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, CATALOG);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  WorkerId id() {
    return id;
  }

  // ---- the edge ----

  private void listenAs(EdgeId edge) {
    subscription.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void smessage(byte[] channel, byte[] message) {
            FrameCodec.decode(message, heard::add);
          }
        });
    var _ =
        subscription
            .async()
            .ssubscribe(RedisNames.edgeChannel(edge).getBytes(UTF_8))
            .toCompletableFuture()
            .join();
  }

  List<Frame> heard(JobId job) {
    return heard.stream().filter(frame -> frame.job().equals(job)).toList();
  }

  /// What an edge makes of the frames it hears: in order, without repeats.
  String answer(JobId job) {
    StringBuilder answer = new StringBuilder();
    int next = 0;
    for (Frame frame : heard(job)) {
      if (frame.sequence() == next) {
        answer.append(text(frame));
        next++;
      } else if (frame.sequence() > next) {
        answer.append("<gap ").append(next).append('>');
        next = frame.sequence() + 1;
      }
    }
    return answer.toString();
  }

  static String text(Frame frame) {
    return switch (frame.content()) {
      case Content.Chunk(byte[] bytes) -> new String(bytes, US_ASCII);
      case Content.End(byte[] bytes) -> new String(bytes, US_ASCII);
      case Content.Failure(var error) -> "<" + error.reason() + ">";
      case Content.Stored() -> "<stored>";
    };
  }

  void cancel(JobId job) {
    ByteBuffer id = ByteBuffer.allocate(16);
    id.putLong(job.value().getMostSignificantBits());
    id.putLong(job.value().getLeastSignificantBits());
    var _ = connection.sync().spublish(RedisNames.CANCELS.getBytes(US_ASCII), id.array());
  }

  List<Frame> log(JobId job) {
    List<Frame> frames = new ArrayList<>();
    connection
        .sync()
        .xrange(RedisNames.replayLog(job).getBytes(US_ASCII), Range.unbounded())
        .forEach(e -> e.getBody().values().forEach(f -> FrameCodec.decode(f, frames::add)));
    return frames;
  }

  long logExpiryMillis(JobId job) {
    return connection.sync().pttl(RedisNames.replayLog(job).getBytes(US_ASCII));
  }

  // ---- the dispatcher ----

  void assign(Job job, int attempt, String body) {
    assign(job, new Attempt(1, attempt), body);
  }

  void assign(Job job, Attempt attempt, String body) {
    push(AssignmentCodec.encode(new Assignment(job, attempt, ascii(body))));
  }

  void push(byte[] assignment) {
    var _ = connection.sync().lpush(RedisNames.inbox(id()).getBytes(US_ASCII), assignment);
  }

  StatefulRedisConnection<byte[], byte[]> redis() {
    return connection;
  }

  Optional<Heartbeat> heartbeat() {
    byte[] json =
        connection.sync().hget(RedisNames.WORKERS.getBytes(US_ASCII), id().value().getBytes(UTF_8));
    return Optional.ofNullable(json).map(HeartbeatCodec::decode);
  }

  /// Whether the worker has taken itself off the list.
  boolean hasLeft() {
    return heartbeat().isEmpty();
  }

  List<JobEvent> events(JobId job) {
    try (TopicReader reader = kafka.newReader(Topics.OUTCOMES)) {
      return reader.readToEnd().stream()
          .map(r -> JobEventCodec.decode(r.value()))
          .filter(event -> event.job().id().equals(job))
          .toList();
    }
  }

  JobEvent awaitEvent(JobId job) {
    return await().atMost(SOON).until(() -> events(job), list -> !list.isEmpty()).getFirst();
  }

  // ---- the operator ----

  String health() {
    return get("/actuator/health/readiness");
  }

  String get(String path) {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Sums of counters by the tag given.
  double count(String name, Map<String, String> tags) {
    var search = bean(io.micrometer.core.instrument.MeterRegistry.class).find(name);
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      search = search.tag(tag.getKey(), tag.getValue());
    }
    return search.counters().stream()
        .mapToDouble(io.micrometer.core.instrument.Counter::count)
        .sum();
  }

  /// SIGTERM.
  void drain() {
    context.close();
  }

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  @Override
  public void close() {
    context.close();
    subscription.close();
    connection.close();
    redis.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
