package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.Usage;
import online.speka.worker.Jobs;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.EngineRuns;
import online.speka.worker.engine.EngineStartException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The HTTP engine against a server that behaves like vLLM, SGLang and llama.cpp, well and badly.
@Timeout(60)
class HttpEngineIT {

  private static final String BODY =
      "{\"model\":\"meta/llama\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String CHUNK =
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüße 👋\"},\"finish_reason\":null}],\"usage\":null}";
  private static final String STOP =
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}";
  private static final String USAGE =
      "{\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":7,\"total_tokens\":27}}";
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final List<String> chunks = new CopyOnWriteArrayList<>();
  private final Cancellation cancellation = new Cancellation();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    timer.shutdownNow();
  }

  // ---- answers as they should be ----

  @Test
  void aStreamIsPassedOnByteForByteAndItsEndHeldBack() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(CHUNK);
              answer.event(CHUNK);
              answer.event(STOP);
              answer.event(USAGE);
              answer.event("[DONE]");
              answer.end();
            });

    EngineResult result = engine(server.base()).run(run(true, BODY), this::take);

    assertThat(chunks).containsExactly(sse(CHUNK), sse(CHUNK));
    assertCompleted(result, sse(STOP) + sse("[DONE]"), Usage.of(20, 7));
  }

  @Test
  void theServerGetsTheClientsBodyItsOwnNameForTheModelAndTheTrace() throws Exception {
    ScriptedServer server = server(HttpEngineIT::shortStream);
    ModelSpec spec = model(server.base(), "KEY", PATIENT, PATIENT);
    Engine engine = start(spec, Map.of("KEY", "sk-up"));

    var _ = engine.run(run(true, BODY), this::take);

    assertThat(server.posts())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
              assertThat(request.body())
                  .isEqualTo(
                      "{\"stream_options\":{\"include_usage\":true},"
                          + BODY.substring(1).replace("meta/llama", "up-llama"));
              assertThat(request.headers())
                  .containsEntry("authorization", "Bearer sk-up")
                  .containsEntry("traceparent", Jobs.TRACE.traceparent())
                  .containsEntry("content-type", "application/json")
                  .doesNotContainKey("upgrade");
            });
  }

  @Test
  void aDocumentIsPassedOnWholeAndItsUsageRead() throws Exception {
    String document =
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
    ScriptedServer server = server((_, answer) -> answer.document(200, document));

    EngineResult result = engine(server.base()).run(run(false, BODY), this::take);

    assertThat(chunks).isEmpty();
    assertCompleted(result, document, Usage.of(3, 2));
  }

  @Test
  void completionsGoToTheirOwnPathAndComeBackUnderTheClientsName() throws Exception {
    String chunk =
        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"model\":\"up-llama\","
            + "\"choices\":[{\"index\":0,\"text\":\" there\",\"logprobs\":null,\"finish_reason\":null}]}";
    String stop = chunk.replace(" there", "").replace("reason\":null", "reason\":\"length\"");
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(chunk);
              answer.event(stop);
              answer.event(USAGE);
              answer.event("[DONE]");
              answer.end();
            });
    String body = "{\"model\":\"meta/llama\",\"prompt\":\"Hi\",\"stream\":true}";

    EngineResult result =
        engine(server.base()).run(EngineRuns.at(JobKind.COMPLETIONS, run(true, body)), this::take);

    assertThat(server.posts().getFirst().line()).startsWith("POST /v1/completions ");
    assertThat(chunks).containsExactly(sse(chunk.replace("up-llama", "meta/llama")));
    assertCompleted(
        result, sse(stop.replace("up-llama", "meta/llama")) + sse("[DONE]"), Usage.of(20, 7));
  }

  @Test
  void imagesArePassedOnAndCountedByTheirSize() throws Exception {
    String document = "{\"created\":1,\"data\":[{\"b64_json\":\"QUJD\"},{\"b64_json\":\"QUJD\"}]}";
    ScriptedServer server = server((_, answer) -> answer.document(200, document));
    String body = "{\"model\":\"meta/llama\",\"prompt\":\"a cat\",\"n\":2,\"size\":\"256x256\"}";

    EngineResult result =
        engine(server.base())
            .run(EngineRuns.at(JobKind.IMAGE_GENERATIONS, run(false, body)), this::take);

    assertThat(server.posts().getFirst().line()).startsWith("POST /v1/images/generations ");
    assertThat(server.posts().getFirst().body()).contains("\"response_format\":\"b64_json\"");
    // 2 images of 16 by 16 tokens, but never more than the job may cost
    assertCompleted(
        result,
        document,
        new Usage(12, 0, 256, 0, new Images(2, ImageSize.parse("256x256"), "auto")));
  }

  @Test
  void anAddressInsteadOfAnImageIsNotFetched() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) ->
                answer.document(200, "{\"data\":[{\"url\":\"http://169.254.169.254/secret\"}]}"));
    String body = "{\"model\":\"meta/llama\",\"prompt\":\"a cat\"}";

    EngineResult result =
        engine(server.base())
            .run(EngineRuns.at(JobKind.IMAGE_GENERATIONS, run(false, body)), this::take);

    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Broken.class,
            broken -> assertThat(broken.error().reason()).isEqualTo(ErrorReason.UPSTREAM_ERROR));
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void whatTheCatalogSaysTheServerCannotIsNotSentToIt() throws Exception {
    ScriptedServer server = server(HttpEngineIT::shortStream);
    String tools = BODY.replace("\"stream\":true", "\"stream\":true,\"tools\":[{}]");

    EngineResult result = engine(server.base()).run(run(true, tools), this::take);

    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.UNSUPPORTED_VALUE);
              assertThat(rejected.error().param()).isEqualTo("tools");
            });
    assertThat(server.posts()).isEmpty();
  }

  @Test
  void connectionsAreKeptForTheNextRequest() throws Exception {
    ScriptedServer server = server(HttpEngineIT::shortStream);
    Engine engine = engine(server.base());
    int before = server.connections();

    for (int i = 0; i < 5; i++) {
      assertThat(engine.run(run(true, BODY), this::take))
          .isInstanceOf(EngineResult.Completed.class);
    }

    assertThat(server.connections() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void aKeptConnectionThatTheServerHasClosedCostsNoAttempt() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              shortStream(null, answer);
              answer.cut();
            });
    Engine engine = engine(server.base());

    for (int i = 0; i < 5; i++) {
      assertThat(engine.run(run(true, BODY), this::take))
          .isInstanceOf(EngineResult.Completed.class);
    }
  }

  /// Bug 14 of the interface's page: pings break clients.
  @Test
  void keepAlivesOfTheServerAreNotPassedOn() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.piece(": ping\n\n");
              answer.piece("id: 1\nevent: x\nretry: 3\ndata: " + CHUNK + "\n\n");
              answer.event(STOP);
              answer.event("[DONE]");
              answer.end();
            });

    var _ = engine(server.base()).run(run(true, BODY), this::take);

    assertThat(chunks).containsExactly(sse(CHUNK));
  }

  // ---- errors before the first token ----

  @Test
  void theClientsFaultIsTheClients() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) ->
                answer.document(
                    400, "{\"error\":{\"message\":\"no\",\"code\":400,\"param\":\"top_k\"}}"));

    assertThat(engine(server.base()).run(run(true, BODY), this::take))
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().message()).isEqualTo("no");
              assertThat(rejected.error().param()).isEqualTo("top_k");
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.BAD_REQUEST);
            });
  }

  @Test
  void anOverloadedServerIsRetryable() throws Exception {
    ScriptedServer server =
        server((_, answer) -> answer.document(429, "application/json", "Retry-After: 7\r\n", "{}"));

    assertBroken(engine(server.base()).run(run(true, BODY), this::take), ErrorReason.OVERLOADED);
  }

  /// Bug 4 of the interface's page: an error with status 200 is an error.
  @Test
  void anErrorInsteadOfAStreamIsAnError() throws Exception {
    ScriptedServer server =
        server((_, answer) -> answer.document(200, "{\"error\":{\"message\":\"out of memory\"}}"));

    assertThat(engine(server.base()).run(run(true, BODY), this::take))
        .isInstanceOfSatisfying(
            EngineResult.Broken.class,
            broken -> assertThat(broken.detail()).contains("out of memory"));
  }

  @Test
  void anotherContentTypeIsNotAnAnswer() throws Exception {
    ScriptedServer server =
        server((_, answer) -> answer.document(200, "text/html", "", "<html>login</html>"));

    assertBroken(
        engine(server.base()).run(run(false, BODY), this::take), ErrorReason.UPSTREAM_ERROR);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    ScriptedServer other = server(HttpEngineIT::shortStream);
    ScriptedServer server =
        server(
            (_, answer) ->
                answer.document(
                    307, "text/plain", "Location: " + other.base() + "/chat/completions\r\n", ""));

    assertBroken(
        engine(server.base()).run(run(true, BODY), this::take), ErrorReason.UPSTREAM_ERROR);
    assertThat(other.posts()).isEmpty();
  }

  @Test
  void compressionThatNobodyAskedForIsRefused() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) ->
                answer.document(200, "application/json", "Content-Encoding: gzip\r\n", "{}"));

    assertBroken(
        engine(server.base()).run(run(false, BODY), this::take), ErrorReason.UPSTREAM_ERROR);
  }

  @Test
  void headersWithoutEndAreRefused() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.raw("HTTP/1.1 200 OK\r\n");
              String header = "X-Junk: " + "x".repeat(8000) + "\r\n";
              for (int i = 0; i < 1000; i++) {
                answer.raw(header);
              }
            });

    assertBroken(
        engine(server.base()).run(run(false, BODY), this::take), ErrorReason.UPSTREAM_ERROR);
  }

  // ---- breaks in mid-stream ----

  /// Bug 3 of the interface's page: a failure in mid-stream ends the answer as a failure.
  @Test
  void anErrorEventInMidStreamBreaksTheAnswer() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(CHUNK);
              answer.event("{\"error\":{\"message\":\"CUDA error\",\"code\":500}}");
              answer.event("[DONE]");
              answer.end();
            });

    EngineResult result = engine(server.base()).run(run(true, BODY), this::take);

    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Broken.class,
            broken -> {
              assertThat(broken.usage()).isEqualTo(Usage.of(12, 1));
              assertThat(broken.detail()).contains("CUDA");
              assertThat(broken.error().message()).doesNotContain("CUDA");
            });
  }

  /// Bug 3 of the interface's page: a cut is a failure and no end.
  @Test
  void aConnectionCutInMidStreamBreaksTheAnswerAndTheServerIsProbed() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(CHUNK);
              answer.cut();
            });
    Engine engine = engine(server.base());

    EngineResult result = engine.run(run(true, BODY), this::take);

    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Broken.class,
            broken -> assertThat(broken.cause()).isEqualTo(Cause.UPSTREAM_ERROR));
    await().atMost(PATIENT).until(engine::ready);
  }

  @Test
  void anOrderlyEndWithoutTheEndOfTheAnswerBreaksIt() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(CHUNK);
              answer.end();
            });

    assertBroken(
        engine(server.base()).run(run(true, BODY), this::take), ErrorReason.UPSTREAM_ERROR);
  }

  @Test
  void anEventWithoutEndBreaksTheAnswer() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              String piece = "x".repeat(64 * 1024);
              for (int i = 0; i < 64; i++) {
                answer.piece(piece);
              }
              answer.untilAbandoned();
            });

    assertBroken(
        engine(server.base()).run(run(true, BODY), this::take), ErrorReason.UPSTREAM_ERROR);
    assertThat(chunks).isEmpty();
  }

  @Test
  void anAnswerWithoutEndBreaks() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              while (true) {
                answer.event(CHUNK);
              }
            });

    assertBroken(engine(server.base()).run(run(true, BODY), _ -> {}), ErrorReason.UPSTREAM_ERROR);
  }

  // ---- time ----

  @Test
  void aServerThatSendsNoHeadersTimesOutAndIsLetGo() throws Exception {
    ScriptedServer server = server((_, answer) -> answer.untilAbandoned());
    ModelSpec spec = model(server.base(), null, Duration.ofMillis(300), PATIENT);

    EngineResult result = start(spec, Map.of()).run(run(true, BODY), this::take);

    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Broken.class,
            broken -> assertThat(broken.cause()).isEqualTo(Cause.UPSTREAM_TIMEOUT));
    assertThat(server.awaitAbandoned()).isTrue();
  }

  @Test
  void aServerThatSendsHeadersAndNoTokenTimesOut() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.untilAbandoned();
            });
    ModelSpec spec = model(server.base(), null, Duration.ofMillis(300), PATIENT);

    assertBroken(start(spec, Map.of()).run(run(true, BODY), this::take), ErrorReason.TIMEOUT);
    assertThat(server.awaitAbandoned()).isTrue();
  }

  @Test
  void aServerThatFallsSilentTimesOut() throws Exception {
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(CHUNK);
              answer.untilAbandoned();
            });
    ModelSpec spec = model(server.base(), null, PATIENT, Duration.ofMillis(300));

    assertBroken(start(spec, Map.of()).run(run(true, BODY), this::take), ErrorReason.TIMEOUT);
    assertThat(chunks).hasSize(1);
    assertThat(server.awaitAbandoned()).isTrue();
  }

  // ---- clients that leave ----

  /// Bug 6 of the interface's page: who is gone is not generated for.
  @Test
  void aCancelInMidStreamClosesTheConnection() throws Exception {
    CountDownLatch streaming = new CountDownLatch(1);
    ScriptedServer server =
        server(
            (_, answer) -> {
              answer.streamHead();
              answer.event(CHUNK);
              streaming.countDown();
              answer.untilAbandoned();
            });
    Engine engine = engine(server.base());
    CompletableFuture<EngineResult> result = inBackground(engine);
    assertThat(streaming.await(20, TimeUnit.SECONDS)).isTrue();
    await().atMost(PATIENT).until(() -> chunks.size() == 1);

    cancellation.cancel();

    assertThat(result.get(20, TimeUnit.SECONDS))
        .isEqualTo(new EngineResult.Cancelled(Usage.of(12, 1)));
    assertThat(server.awaitAbandoned()).isTrue();
    assertThat(engine.ready()).isTrue();
  }

  @Test
  void aCancelBeforeTheHeadersClosesTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedServer server =
        server(
            (_, answer) -> {
              asked.countDown();
              answer.untilAbandoned();
            });
    CompletableFuture<EngineResult> result = inBackground(engine(server.base()));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    cancellation.cancel();

    assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(new EngineResult.Cancelled(Usage.NONE));
    assertThat(server.awaitAbandoned()).isTrue();
  }

  // ---- a server that comes and goes ----

  @Test
  void aServerThatIsDownAtFirstIsFoundWhenItIsUp() throws Exception {
    int port = freePort();
    ModelSpec spec = model(URI.create("http://127.0.0.1:" + port + "/v1"), null, PATIENT, PATIENT);
    Engine engine = create(spec, Map.of());
    assertThat(engine.ready()).isFalse();
    assertBroken(engine.run(run(true, BODY), this::take), ErrorReason.UNAVAILABLE);

    open.add(new ScriptedServer(port, HttpEngineIT::shortStream));

    await().atMost(PATIENT).until(engine::ready);
    assertThat(engine.run(run(true, BODY), this::take)).isInstanceOf(EngineResult.Completed.class);
  }

  @Test
  void aServerThatGoesAwayIsNoticedByTheRunThatMissesIt() throws Exception {
    ScriptedServer server = server(HttpEngineIT::shortStream);
    Engine engine = engine(server.base());
    server.close();

    assertBroken(engine.run(run(true, BODY), this::take), ErrorReason.UNAVAILABLE);

    assertThat(engine.ready()).isFalse();
  }

  @Test
  void aKeyThatIsNotSetIsAMistakeOfTheOperator() throws Exception {
    ModelSpec spec = model(URI.create("http://127.0.0.1:1/v1"), "NO_SUCH_KEY", PATIENT, PATIENT);

    Assertions.assertThatThrownBy(() -> create(spec, Map.of()))
        .isInstanceOf(EngineStartException.class)
        .hasMessageContaining("NO_SUCH_KEY");
  }

  // ---- helpers ----

  private static void shortStream(ScriptedServer.Request request, ScriptedServer.Answer answer)
      throws IOException {
    answer.streamHead();
    answer.event(CHUNK);
    answer.event(STOP);
    answer.event(USAGE);
    answer.event("[DONE]");
    answer.end();
  }

  private ScriptedServer server(ScriptedServer.Script script) throws IOException {
    ScriptedServer server = ScriptedServer.start(script);
    open.add(server);
    return server;
  }

  private Engine engine(URI base) {
    return start(model(base, null, PATIENT, PATIENT), Map.of());
  }

  private Engine start(ModelSpec spec, Map<String, String> environment) {
    Engine engine = create(spec, environment);
    await().atMost(PATIENT).until(engine::ready);
    return engine;
  }

  private Engine create(ModelSpec spec, Map<String, String> environment) {
    Engine engine =
        new HttpEngineFactory(
                new AnswerLimits(1024 * 1024, 8 * 1024 * 1024, 64 * 1024),
                new UpstreamHealth.Probing(
                    timer,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    RandomGenerator.getDefault()),
                new HttpEngineClock(InstantSource.system(), System::nanoTime),
                environment::get)
            .create(spec);
    open.add(engine);
    return engine;
  }

  private static ModelSpec model(URI base, String keyVariable, Duration firstToken, Duration idle) {
    return EngineRuns.model(
        "meta/llama",
        ModelKind.CHAT,
        new ModelSpec.Capacity(8, 4096, 4096),
        new EngineSpec.Http(
            base,
            "up-llama",
            keyVariable,
            Duration.ofSeconds(5),
            firstToken,
            idle,
            Set.of("tools", "logit_bias")));
  }

  private EngineRun run(boolean streaming, String body) {
    Job.Window window = new Job.Window(Instant.now(), Instant.now().plusSeconds(60));
    return new EngineRun(
        Jobs.job("meta/llama", streaming, Jobs.EDGE, window),
        new Attempt(1, 1),
        body.getBytes(UTF_8),
        cancellation,
        Jobs.TRACE.traceparent());
  }

  private CompletableFuture<EngineResult> inBackground(Engine engine) {
    CompletableFuture<EngineResult> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(engine.run(run(true, BODY), this::take));
              } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private void take(byte[] bytes) {
    chunks.add(new String(bytes, UTF_8));
  }

  private static void assertCompleted(EngineResult result, String last, Usage usage) {
    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Completed.class,
            completed -> {
              assertThat(new String(completed.lastBytes(), UTF_8)).isEqualTo(last);
              assertThat(completed.usage()).isEqualTo(usage);
            });
  }

  private static void assertBroken(EngineResult result, ErrorReason reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Broken.class,
            broken -> assertThat(broken.error().reason()).as(broken.detail()).isEqualTo(reason));
  }

  private static String sse(String payload) {
    return "data: " + payload + "\n\n";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
