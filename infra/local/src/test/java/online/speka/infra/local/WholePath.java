package online.speka.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.principal.ApiKey;
import online.speka.infra.services.process.Ports;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.Services;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/// Edge, dispatcher, worker and ledger in this JVM over real services, so that a debugger can
/// follow a request through all of them.
final class WholePath implements AutoCloseable {

  static final String CHAT = "sim/path";
  static final String EMBEDDER = "sim/embedder";
  static final String UPSTREAM = "up/path";
  static final String PAINTER = "sim/painter";

  /// Fails after its fifth token.
  static final String BREAKING = "sim/breaking";

  /// Micro-credits per million tokens; whole micro-credits per token, so that sums are easy to
  /// check.
  static final long PROMPT_PRICE = 3_000_000;

  static final long COMPLETION_PRICE = 5_000_000;

  private static final String CATALOG =
      """
      models:
        - id: sim/path
          kind: chat
          owned_by: simulated
          slots: 32
          context_tokens: 4096
          output_tokens_max: 1024
          prices: {prompt: 3000000, cached_prompt: 3000000, completion: 5000000}
          engine: {simulator: {time_to_first_token: PT0.005S, inter_token: PT0.002S}}
        - id: sim/embedder
          kind: embeddings
          owned_by: simulated
          slots: 32
          context_tokens: 4096
          output_tokens_max: 0
          prices: {prompt: 3000000, cached_prompt: 3000000, completion: 0}
          engine: {simulator: {embedding_dimensions: 64}}
        - id: sim/painter
          kind: images
          owned_by: simulated
          slots: 8
          context_tokens: 40000
          output_tokens_max: 20000
          prices: {prompt: 3000000, cached_prompt: 3000000, completion: 5000000}
          engine: {simulator: {time_to_first_token: PT0.005S}}
        - id: sim/breaking
          kind: chat
          owned_by: simulated
          slots: 8
          context_tokens: 4096
          output_tokens_max: 1024
          prices: {prompt: 3000000, cached_prompt: 3000000, completion: 5000000}
          engine: {simulator: {faults: {break_at_token: 5, continues: false}}}
        - id: up/path
          kind: chat
          owned_by: upstream
          slots: 8
          context_tokens: 4096
          output_tokens_max: 1024
          prices: {prompt: 3000000, cached_prompt: 3000000, completion: 5000000}
          engine: {http: {base_url: "%s", model: up/path}}
      """;

  private static final Duration FIRST_ANSWER_WAIT_MAX = Duration.ofSeconds(60);

  private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
  private final int edgePort = Ports.free();
  private final int consolePort = Ports.free();
  private final ApiKey key = ApiKey.mint(new SecureRandom());
  private final PostgresDatabase database = Services.postgres().newDatabase();

  private final TracedUpstream upstream = new TracedUpstream();
  private final SpanCollector spans = new SpanCollector();

  private static @Nullable WholePath shared;

  private WholePath() throws IOException {}

  /// One for all tests of this JVM; it ends with the JVM.
  static synchronized WholePath shared() throws IOException {
    if (shared == null) {
      WholePath path = start(Files.createTempDirectory("speka-whole-path"));
      Runtime.getRuntime().addShutdownHook(new Thread(path::close));
      shared = path;
    }
    return shared;
  }

  private static WholePath start(Path directory) throws IOException {
    WholePath path = new WholePath();
    Path catalog = directory.resolve("catalog.yaml");
    Files.writeString(catalog, CATALOG.formatted(path.upstream.baseUrl()));
    List<String> common =
        new ArrayList<>(
            List.of(
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + Services.kafka().bootstrapServers(),
                "--spring.data.redis.url=" + Services.redis().uri(),
                "--speka.catalog.file=" + catalog,
                "--management.metrics.use-global-registry=false"));
    common.add("--management.opentelemetry.tracing.export.otlp.endpoint=" + path.spans.url());
    common.add("--management.tracing.sampling.probability=1.0");
    common.add("--speka.worker.model-directory=" + directory);
    path.start(
        Role.LEDGER,
        common,
        path.consolePort,
        "--spring.datasource.url=" + path.database.jdbcUrl(),
        "--spring.datasource.username=" + path.database.user(),
        "--speka.ledger.bootstrap.key=" + path.key.reveal(),
        "--speka.ledger.admin.port=0",
        "--speka.ledger.console.user=admin",
        "--speka.ledger.console.password=for-this-test");
    path.start(Role.WORKER, common, Ports.free());
    path.start(Role.DISPATCHER, common, Ports.free());
    path.start(Role.EDGE, common, path.edgePort);
    return path;
  }

  private void start(Role role, List<String> common, int port, String... own) {
    List<String> arguments = new ArrayList<>(common);
    arguments.add("--server.port=" + port);
    arguments.addAll(List.of(own));
    contexts.add(role.start(arguments.toArray(String[]::new)));
  }

  String apiUrl() {
    return "http://127.0.0.1:" + edgePort + "/v1";
  }

  String key() {
    return key.reveal();
  }

  TracedUpstream upstream() {
    return upstream;
  }

  SpanCollector spans() {
    return spans;
  }

  PostgresDatabase database() {
    return database;
  }

  /// Returns when the check passes; the parts find each other within seconds of their start.
  /// What failed last is told, be it an exception or an assertion.
  static void eventually(ThrowingRunnable check) {
    Awaitility.await()
        .atMost(FIRST_ANSWER_WAIT_MAX)
        .untilAsserted(
            () -> {
              try {
                check.run();
              } catch (Exception e) {
                throw new AssertionError(e.toString(), e);
              }
            });
  }

  @Override
  public void close() {
    contexts.reversed().forEach(ConfigurableApplicationContext::close);
    upstream.close();
    spans.close();
  }
}
