package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.reference.ApiSchemas;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The served description against what the same edge really does; and pages of other origins. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferenceIT {
  /** Where SDKs are told that another try changes nothing. */
  private static final Set<ErrorReason> IN_VAIN =
      Set.of(ErrorReason.CONFLICT, ErrorReason.IDEMPOTENCY_KEY_REUSED, ErrorReason.STREAM_EXPIRED);

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PAGE = "https://app.example.com";
  private static final Map<JobKind, String> PATHS =
      Map.of(
          JobKind.CHAT_COMPLETIONS, "/v1/chat/completions",
          JobKind.COMPLETIONS, "/v1/completions",
          JobKind.RESPONSES, "/v1/responses",
          JobKind.EMBEDDINGS, "/v1/embeddings",
          JobKind.IMAGE_GENERATIONS, "/v1/images/generations");

  private RunningEdge edge;
  private RedisClient client;
  private FakeWorker worker;
  private ApiSchemas schemas;
  private JsonNode document;

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws IOException {
    edge =
        RunningEdge.start(
            kafka, redis, directory, "reference", "--speka.edge.cors.allowed-origins=" + PAGE);
    client = redis.newClient();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
    String served = edge.send(HttpRequest.newBuilder(uri("/openapi.json")).build()).body();
    schemas = new ApiSchemas(served.getBytes(UTF_8));
    document = JSON.readTree(served);
  }

  @AfterAll
  void stop() {
    worker.close();
    client.close();
    edge.close();
  }

  @AfterEach
  void nothingIsHeld() {
    edge.awaitNothingHeld();
    worker.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "/openapi.json, application/json",
    "/docs, text/html;charset=utf-8",
    "/docs/docs.css, text/css;charset=utf-8",
    "/docs/docs.js, text/javascript;charset=utf-8",
  })
  void theReferenceNeedsNoKeyAndLoadsNothingFromElsewhere(String path, String type) {
    HttpResponse<String> response = edge.send(HttpRequest.newBuilder(uri(path)).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(type);
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    assertThat(response.body()).doesNotContain("src=\"http", "href=\"http", "//cdn");
  }

  static Stream<Arguments> golden() {
    return PATHS.keySet().stream()
        .flatMap(
            kind ->
                GoldenRequests.folders(kind).stream().map(folder -> Arguments.of(kind, folder)));
  }

  /** Every golden request goes through as a job, and its golden answer comes back as it is. */
  @ParameterizedTest
  @MethodSource("golden")
  void aGoldenRequestGetsItsGoldenAnswer(JobKind kind, Path folder) throws Exception {
    byte[] request = forThisEdge(GoldenRequests.bytes(folder.resolve("request.json")));
    Path events = folder.resolve("events.sse");
    boolean streaming = Files.exists(events);
    String answer =
        new String(
            GoldenRequests.bytes(streaming ? events : folder.resolve("response.json")), UTF_8);
    CompletableFuture<HttpResponse<String>> answered = sent(edge.post(PATHS.get(kind), request));
    FakeJob job = worker.next();
    if (streaming) {
      String[] each = answer.split("(?<=\n\n)");
      for (int i = 0; i < each.length - 1; i++) {
        job.send(job.chunk(i, each[i]));
      }
      job.send(job.end(each.length - 1, each[each.length - 1]));
    } else {
      job.send(job.end(0, answer));
    }

    HttpResponse<String> response = answered.join();

    assertThat(response.body()).isEqualTo(answer);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(job.body()).isEqualTo(request);
    assertThat(job.job().target().kind()).isEqualTo(kind);
    assertThat(job.job().target().streaming()).isEqualTo(streaming);
    assertThat(contentOf(kind).has(type(response))).as(type(response)).isTrue();
    if (!streaming) {
      String schema = schemaName(contentOf(kind).get(type(response)));
      assertThat(schemas.check(schema, JSON.readTree(response.body()))).isEmpty();
    }
  }

  /** All but what nobody reads, and what never becomes a job or is only said before it does. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CLIENT_GONE", "METHOD_NOT_ALLOWED", "QUOTA_EXHAUSTED"})
  void everyFailureOfAJobIsDescribed(ErrorReason reason) throws Exception {
    CompletableFuture<HttpResponse<String>> answered = sent(edge.chat(""));
    FakeJob job = worker.next();
    job.send(job.failure(0, ApiError.ofParam(reason, "Why.", "messages")));

    HttpResponse<String> response = answered.join();

    assertThat(response.statusCode()).isEqualTo(reason.status());
    assertThat(schemas.check("Error" + reason.status(), JSON.readTree(response.body()))).isEmpty();
    assertHeadersAsDescribed(response);
    assertThat(response.headers().firstValue("x-should-retry").isPresent())
        .isEqualTo(IN_VAIN.contains(reason));
  }

  @Test
  void modelsAreAsDescribed() {
    assertThat(schemas.check("ModelList", JSON.readTree(edge.get("/v1/models").body()))).isEmpty();
    assertThat(
            schemas.check(
                "Model", JSON.readTree(edge.get("/v1/models/" + edge.imageModel()).body())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/models/no/such, 404",
    "DELETE, /v1/models/no/such, 405",
    "DELETE, /v1/models, 405",
    "GET, /v1/completions, 405",
    "GET, /v1/images/generations, 405",
    "POST, /openapi.json, 405",
    "POST, /v1/images/generations, 415",
    "GET, /v1/images, 404",
  })
  void refusalsAreAsDescribed(String method, String path, int status) {
    HttpResponse<String> response =
        edge.send(edge.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(schemas.check("Error" + status, JSON.readTree(response.body()))).isEmpty();
    assertHeadersAsDescribed(response);
  }

  @Test
  void withoutAKeyNothingButTheReferenceIsServed() {
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method -> {
                          HttpResponse<String> response =
                              edge.send(
                                  HttpRequest.newBuilder(
                                          uri(path.getKey().replaceAll("\\{[a-z]+}", "x")))
                                      .method(
                                          method.toUpperCase(java.util.Locale.ROOT),
                                          HttpRequest.BodyPublishers.noBody())
                                      .build());
                          assertThat(response.statusCode()).isEqualTo(401);
                          assertThat(schemas.check("Error401", JSON.readTree(response.body())))
                              .isEmpty();
                          assertHeadersAsDescribed(response);
                        }));
  }

  /** What came after part of the work had been done would be done and billed twice. */
  @Test
  void afterPartOfAnAnswerSdksAreToldNotToTryAgain() throws Exception {
    CompletableFuture<HttpResponse<String>> answered = sent(edge.chat(""));
    FakeJob job = worker.next();
    job.send(job.chunk(0, "{\"id\":"));
    job.send(job.failure(1, ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.")));

    HttpResponse<String> response = answered.join();

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.headers().firstValue("x-should-retry")).contains("false");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 1", "many, 0", "-1, 0"})
  void aRetryOfTheSdkIsCounted(String tries, int counted) {
    double before = edge.count("speka.edge.requests.retries");

    edge.send(edge.request("/v1/models").header("x-stainless-retry-count", tries).build());

    assertThat(edge.count("speka.edge.requests.retries")).isEqualTo(before + counted);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Stainless-Timeout, 30, 30",
    "x-stainless-read-timeout, 45.5, 45",
    "x-stainless-read-timeout, 100000, 600"
  })
  void theSdksTimeoutBecomesTheDeadline(String header, String value, int seconds) throws Exception {
    CompletableFuture<HttpResponse<String>> answered =
        sent(
            edge.request("/v1/completions")
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"%s\",\"prompt\":\"a\"}".formatted(edge.chatModel())))
                .build());
    FakeJob job = worker.next();
    job.send(job.end(0, "{}"));
    answered.join();

    assertThat(
            Duration.between(job.job().window().submittedAt(), job.job().window().deadline())
                .toSeconds())
        .isEqualTo(seconds);
  }

  @Test
  void aPageOfAnAllowedOriginMayAskAndRead() throws Exception {
    HttpResponse<String> preflight =
        edge.send(
            HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Origin", PAGE)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization, x-stainless-lang")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-origin")).contains(PAGE);
    assertThat(preflight.headers().firstValue("access-control-allow-headers"))
        .hasValueSatisfying(
            headers -> assertThat(headers).contains("authorization", "x-stainless-lang"));
    assertThat(preflight.headers().firstValue("access-control-allow-methods"))
        .hasValueSatisfying(methods -> assertThat(methods).contains("POST"));
    assertThat(preflight.headers().firstValue("access-control-max-age")).contains("3600");
    assertThat(preflight.headers().allValues("access-control-allow-credentials")).isEmpty();

    HttpResponse<String> refused =
        edge.send(HttpRequest.newBuilder(uri("/v1/models")).header("Origin", PAGE).build());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("access-control-allow-origin")).contains(PAGE);
    assertThat(refused.headers().firstValue("access-control-expose-headers"))
        .hasValueSatisfying(headers -> assertThat(headers).contains("x-request-id", "retry-after"));
    assertThat(refused.headers().allValues("vary")).contains("Origin");

    CompletableFuture<HttpResponse<String>> streamed =
        sent(
            edge.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("Origin", PAGE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(edge.chatBody(",\"stream\":true")))
                .build());
    FakeJob job = worker.next();
    job.send(job.end(0, event("[DONE]")));
    assertThat(streamed.join().headers().firstValue("access-control-allow-origin")).contains(PAGE);
  }

  @Test
  void aPageOfAnotherOriginIsToldNothing() {
    HttpResponse<String> preflight =
        edge.send(
            HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Origin", "https://app.example.com.evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-"));
    assertThat(
            edge.send(edge.request("/v1/models").header("Origin", "null").build()).headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  /** Hundreds of random bodies on connections that are used again and again. */
  @ParameterizedTest
  @EnumSource
  void noBodyBreaksTheEdgeOrItsContract(JobKind kind) {
    long seed = Long.getLong("speka.seed", new Random().nextLong());
    List<byte[]> valid = GoldenRequests.bodies(kind).stream().map(this::forThisEdge).toList();
    MalformedBodies bodies = new MalformedBodies(new Random(seed), valid);
    worker.script(job -> job.send(job.end(0, "{}")));

    for (int i = 0; i < 150; i++) {
      byte[] body = bodies.next();
      String shown = "-Dspeka.seed=" + seed + " body " + i + ": " + new String(body, UTF_8);
      HttpResponse<String> response =
          edge.http()
              .sendAsync(edge.post(PATHS.get(kind), body), BodyHandlers.ofString())
              .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
              .join();
      assertThat(response.statusCode()).as(shown).isIn(200, 400, 404);
      assertHeadersAsDescribed(response);
      if (response.statusCode() != 200) {
        assertThat(schemas.check("Error" + response.statusCode(), JSON.readTree(response.body())))
            .as(shown)
            .isEmpty();
      }
    }
    assertThat(edge.get("/v1/models").statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(edge.gauge("speka.edge.requests.in.flight")).isZero());
  }

  private void assertHeadersAsDescribed(HttpResponse<String> response) {
    String name = "Error" + response.statusCode();
    if (response.statusCode() != 200) {
      document
          .get("components")
          .get("responses")
          .get(name)
          .get("headers")
          .propertyNames()
          .forEach(
              header -> {
                JsonNode described = document.get("components").get("headers").get(header);
                if (described.path("required").asBoolean(false)) {
                  assertThat(response.headers().firstValue(header)).as(header).isPresent();
                }
              });
      assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }
    response
        .headers()
        .firstValue("retry-after")
        .ifPresent(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
  }

  private JsonNode contentOf(JobKind kind) {
    return document
        .get("paths")
        .get(PATHS.get(kind))
        .get("post")
        .get("responses")
        .get("200")
        .get("content");
  }

  private static String schemaName(JsonNode content) {
    String reference = content.get("schema").get("$ref").stringValue();
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private static String type(HttpResponse<String> response) {
    return Arrays.stream(response.headers().firstValue("content-type").orElseThrow().split(";"))
        .findFirst()
        .orElseThrow();
  }

  private byte[] forThisEdge(byte[] body) {
    return new String(body, UTF_8)
        .replace(TestCatalog.CHAT, edge.chatModel())
        .replace(TestCatalog.EMBEDDINGS, edge.embeddingModel())
        .replace(TestCatalog.IMAGES, edge.imageModel())
        .getBytes(UTF_8);
  }

  private CompletableFuture<HttpResponse<String>> sent(HttpRequest request) {
    return edge.http().sendAsync(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + edge.port() + path);
  }
}
