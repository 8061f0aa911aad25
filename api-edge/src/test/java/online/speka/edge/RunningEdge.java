package online.speka.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.PrincipalCodec;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole edge over real Kafka and Redis, with a catalog and keys of its own. */
public final class RunningEdge implements AutoCloseable {
  /** How long requests are taken after the signal to end. */
  public static final String DRAIN_NOTICE = "--speka.edge.drain.notice=";

  private static final Duration READY_WAIT_MAX = Duration.ofSeconds(30);

  static {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  private final ConfigurableApplicationContext context;
  private final KafkaFixture kafka;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ApiKey key;
  private final Path catalog;
  private final String chatModel;
  private final String embeddingModel;
  private final String imageModel;
  private final int port;

  private RunningEdge(
      KafkaFixture kafka, RedisFixture redis, Path directory, String stem, String... more)
      throws IOException {
    this.kafka = kafka;
    this.key = ApiKey.mint(new SecureRandom());
    this.chatModel = "meta/" + kafka.newName(stem);
    this.embeddingModel = kafka.newName(stem + "-embed");
    this.imageModel = kafka.newName(stem + "-image");
    this.catalog = catalog(directory);
    this.context = start(kafka, redis, catalog, more);
    this.port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    awaitReady();
    publish(key, Principal.State.ACTIVE, Set.of(), 1);
    awaitKey();
  }

  private RunningEdge(RunningEdge first, RedisFixture redis, String... more) {
    this.kafka = first.kafka;
    this.key = first.key;
    this.chatModel = first.chatModel;
    this.embeddingModel = first.embeddingModel;
    this.imageModel = first.imageModel;
    this.catalog = first.catalog;
    this.context = start(kafka, redis, catalog, more);
    this.port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    awaitReady();
    awaitKey();
  }

  private void awaitKey() {
    await().atMost(READY_WAIT_MAX).until(() -> get("/v1/models").statusCode() == 200);
  }

  private static ConfigurableApplicationContext start(
      KafkaFixture kafka, RedisFixture redis, Path catalog, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--spring.data.redis.url=" + redis.uri(),
                "--speka.catalog.file=" + catalog));
    arguments.addAll(List.of(more));
    if (List.of(more).stream().noneMatch(argument -> argument.startsWith(DRAIN_NOTICE))) {
      // Nobody balances load between the edges of most tests.
      arguments.add(DRAIN_NOTICE + "0s");
    }
    return EdgeApplication.start(arguments.toArray(String[]::new));
  }

  public static RunningEdge start(
      KafkaFixture kafka, RedisFixture redis, Path directory, String stem, String... more)
      throws IOException {
    return new RunningEdge(kafka, redis, directory, stem, more);
  }

  /** Another edge of the same installation: same models, same keys. */
  public RunningEdge beside(RedisFixture redis, String... more) {
    return new RunningEdge(this, redis, more);
  }

  private Path catalog(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("catalog.yml"),
        """
        models:
          - id: %s
            kind: chat
            owned_by: simulated
            created: 2026-01-02T03:04:05Z
            context_tokens: 8192
            output_tokens_max: 1000
            partitions: {interactive: 1, batch: 1}
            prices: {prompt: 1000000, cached_prompt: 500000, completion: 4000000}
            engine: {simulator: {}}
          - id: %s
            kind: embeddings
            owned_by: simulated
            created: 2026-01-02T03:04:05Z
            context_tokens: 512
            output_tokens_max: 0
            partitions: {interactive: 1, batch: 1}
            prices: {prompt: 1000000, cached_prompt: 500000, completion: 0}
            engine: {simulator: {}}
          - id: %s
            kind: images
            owned_by: simulated
            created: 2026-01-02T03:04:05Z
            context_tokens: 4096
            output_tokens_max: 16
            partitions: {interactive: 1, batch: 1}
            prices: {prompt: 0, cached_prompt: 0, completion: 4000000}
            engine: {simulator: {}}
        """
            .formatted(chatModel, embeddingModel, imageModel));
  }

  public void awaitReady() {
    await().atMost(READY_WAIT_MAX).until(this::isReady);
  }

  public boolean isReady() {
    return get("/actuator/health/readiness").statusCode() == 200;
  }

  /** Publishes a key as the ledger does. Each has an id of its own: a revocation is of the id. */
  public void publish(ApiKey key, Principal.State state, Set<ModelId> models, long version) {
    String id = key.equals(this.key) ? "key-1" : "key-" + key.hash().hex().substring(0, 16);
    publish(key, principal("acme", id).models(models).state(state).version(version).build());
  }

  /** A key with limits, of a tenant of its own. */
  public ApiKey limited(Limit... limits) {
    ApiKey limited = ApiKey.mint(new SecureRandom());
    String tenant = "limited-" + limited.hash().hex().substring(0, 16);
    publish(limited, principal(tenant, "k").limits(limits).build());
    await().until(() -> with(limited, "/v1/models").statusCode() == 200);
    return limited;
  }

  public void publish(ApiKey key, Principal principal) {
    try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
      producer.send(
          new ProducerRecord<>(
              Topics.PRINCIPALS,
              key.hash().hex().getBytes(US_ASCII),
              PrincipalCodec.encode(principal)));
    }
  }

  public String chatModel() {
    return chatModel;
  }

  public String embeddingModel() {
    return embeddingModel;
  }

  public String imageModel() {
    return imageModel;
  }

  public List<String> topics() {
    return List.of(
        Topics.jobs(new ModelId(chatModel), Lane.INTERACTIVE),
        Topics.jobs(new ModelId(embeddingModel), Lane.INTERACTIVE),
        Topics.jobs(new ModelId(imageModel), Lane.INTERACTIVE));
  }

  public int port() {
    return port;
  }

  public ApiKey key() {
    return key;
  }

  public MeterRegistry meters() {
    return context.getBean(MeterRegistry.class);
  }

  public double count(String meter, String... tags) {
    return meters().find(meter).tags(tags).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  public double gauge(String meter) {
    return meters().get(meter).gauge().value();
  }

  /** Streams, places and bytes: all given back. */
  public void awaitNothingHeld() {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                gauge("speka.edge.streams.open") == 0
                    && gauge("speka.edge.requests.in.flight") == 0
                    && gauge("speka.edge.bodies.in.flight") == 0);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + key.reveal());
  }

  public HttpRequest post(String path, byte[] body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  public HttpRequest post(ApiKey other, String path, byte[] body) {
    return HttpRequest.newBuilder(post(path, body), (_, _) -> true)
        .setHeader("Authorization", "Bearer " + other.reveal())
        .build();
  }

  public HttpRequest chat(String more) {
    return post("/v1/chat/completions", chatBody(more));
  }

  /** With another key. */
  public HttpRequest chat(ApiKey other, String more) {
    return post(other, "/v1/chat/completions", chatBody(more));
  }

  public byte[] chatBody() {
    return chatBody("");
  }

  /**
   * @param more further fields, each after a comma
   */
  public byte[] chatBody(String more) {
    return """
        {"model":"%s","messages":[{"role":"user","content":"Hi"}]%s}"""
        .formatted(chatModel, more)
        .getBytes(UTF_8);
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  public HttpResponse<String> with(ApiKey other, String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + other.reveal())
            .build());
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpClient http() {
    return http;
  }

  /** What SIGTERM does. */
  public void stop() {
    context.close();
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }
}
