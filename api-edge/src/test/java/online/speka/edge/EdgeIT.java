package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main path: requests of every kind, answered by a worker. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STREAM = ",\"stream\":true";
  private static final String DONE = event("[DONE]");

  private RunningEdge edge;
  private RedisClient client;
  private FakeWorker worker;

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws IOException {
    edge = RunningEdge.start(kafka, redis, directory, "edge");
    client = redis.newClient();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
  }

  @AfterAll
  void stop() {
    worker.close();
    client.close();
    edge.close();
  }

  @AfterEach
  void nothingIsHeldAndEverythingIsCountedOnce() {
    edge.awaitNothingHeld();
    worker.reset();
    // The client has its answer a moment before the edge has counted it.
    await()
        .untilAsserted(
            () ->
                assertThat(edge.count("speka.edge.requests.ended"))
                    .isEqualTo(edge.count("speka.edge.requests.received")));
    await()
        .untilAsserted(
            () ->
                assertThat(edge.count("speka.edge.jobs.submitted"))
                    .isEqualTo(
                        edge.count("speka.edge.jobs.acknowledged")
                            + edge.count("speka.edge.jobs.refused")));
    await()
        .untilAsserted(
            () ->
                assertThat(edge.count("speka.edge.frames.received"))
                    .isEqualTo(edge.count("speka.edge.frames")));
    assertThat(edge.count("speka.edge.streams.opened"))
        .isEqualTo(edge.count("speka.edge.streams.closed"));
  }

  @Test
  void aStreamIsPassedOnEventByEventAndEachAtOnce() throws Exception {
    CompletableFuture<HttpResponse<InputStream>> answer = streamed(edge.chat(STREAM));
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("one")));
    HttpResponse<InputStream> response = answer.join();

    try (BufferedReader lines = lines(response)) {
      assertThat(lines.readLine()).isEqualTo("data: one");
      assertThat(lines.readLine()).isEmpty();
      job.send(job.chunk(1, event("two ä 😀")));
      assertThat(lines.readLine()).isEqualTo("data: two ä 😀");
      assertThat(lines.readLine()).isEmpty();
      job.send(job.end(2, event("last") + DONE));
      assertThat(String.join("\n", lines.lines().toList()))
          .isEqualTo("data: last\n\ndata: [DONE]\n");
    }

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(response.headers().firstValue("x-accel-buffering")).contains("no");
    assertThat(response.headers().firstValue("content-length")).isEmpty();
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("openai-processing-ms"))
        .hasValueSatisfying(value -> assertThat(Long.parseLong(value)).isNotNegative());
    awaitEarlierCancellations();
    assertThat(worker.cancelled()).doesNotContain(job.job().id());
  }

  /** Cancellations leave the edge in order: when this one is heard, so are all before it. */
  private void awaitEarlierCancellations() throws Exception {
    edge.awaitNothingHeld();
    CompletableFuture<HttpResponse<InputStream>> abandoned = streamed(edge.chat(STREAM));
    FakeJob job = worker.next();
    abandoned.cancel(true);
    worker.awaitCancelled(job.job().id());
  }

  @Test
  void headersAreHeldUntilTheFirstFrame() throws Exception {
    CompletableFuture<HttpResponse<InputStream>> answer = streamed(edge.chat(STREAM));
    FakeJob job = worker.next();

    await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
    job.send(job.end(0, DONE));

    assertThat(answer.join().statusCode()).isEqualTo(200);
    answer.join().body().close();
  }

  @Test
  void aDocumentIsAnsweredWholeWithItsLength() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(""));
    FakeJob job = worker.next();

    job.send(job.chunk(0, "{\"a\":"), job.end(1, "\"ä\"}"));

    HttpResponse<String> response = answer.join();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"a\":\"ä\"}");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.headers().firstValue("content-length")).contains("10");
  }

  @Test
  void theJobCarriesTheClientsBytesAndWhatThePlatformNeeds() throws Exception {
    String body =
        "{ \"model\" : \"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"max_tokens\":7, \"n\":2,\"unknown\":[null] }"
            .formatted(edge.chatModel(), "long ".repeat(1000));
    HttpRequest request =
        edge.request("/v1/chat/completions")
            .header("Content-Type", "Application/JSON; charset=utf-8")
            .header("X-Stainless-Timeout", "30")
            .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<String>> answer = sent(request);
    FakeJob fake = worker.next();
    fake.send(fake.end(0, "{}"));
    HttpResponse<String> response = answer.join();

    Job job = fake.job();
    assertThat(fake.text()).isEqualTo(body);
    assertThat(job.target().kind()).isEqualTo(JobKind.CHAT_COMPLETIONS);
    assertThat(job.target().streaming()).isFalse();
    assertThat(job.origin().tenant().value()).isEqualTo("acme");
    assertThat(job.origin().key().value()).isEqualTo("key-1");
    assertThat(Duration.between(job.window().submittedAt(), job.window().deadline()))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(job.demand().outputTokensMax()).isEqualTo(14);
    assertThat(job.demand().reservation().value()).isEqualTo(body.length() + 256 + 4 * 14);
    assertThat(job.demand().prefixHashes()).hasSize(4);
    assertThat(job.trace()).isNotNull();
    assertThat(job.trace().traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(job.trace().spanId()).isNotEqualTo("00f067aa0ba902b7");
    assertThat(response.headers().firstValue("x-request-id"))
        .contains("req_" + job.id().toString().replace("-", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "[\"a\",\"b\"]", "[1,2,3]", "[[1],[2]]"})
  void embeddingsAreAnsweredAsTheWorkerEncodedThem(String input) throws Exception {
    String answered = "{\"object\":\"list\",\"data\":[{\"embedding\":\"AACAPw==\"}]}";
    CompletableFuture<HttpResponse<String>> answer =
        sent(
            edge.post(
                "/v1/embeddings",
                "{\"model\":\"%s\",\"input\":%s,\"encoding_format\":\"base64\"}"
                    .formatted(edge.embeddingModel(), input)
                    .getBytes(UTF_8)));
    FakeJob job = worker.next();
    job.send(job.end(0, answered));

    assertThat(answer.join().body()).isEqualTo(answered);
    assertThat(job.job().target().kind()).isEqualTo(JobKind.EMBEDDINGS);
    assertThat(job.text()).contains("\"encoding_format\":\"base64\"");
  }

  @Test
  void aFailureBeforeTheFirstByteIsAStatus() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();

    job.send(job.failure(0, ApiError.of(ErrorReason.OVERLOADED, "All slots are taken.")));

    HttpResponse<String> response = answer.join();
    assertEnvelope(response, 503, "overloaded");
    assertThat(response.headers().firstValue("retry-after"))
        .hasValueSatisfying(value -> assertThat(Integer.parseInt(value)).isBetween(1, 60));
  }

  @Test
  void aFailureThatNamesAFieldSaysSo() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(""));
    FakeJob job = worker.next();

    job.send(
        job.failure(
            0, ApiError.ofParam(ErrorReason.CONTEXT_LENGTH_EXCEEDED, "Too long.", "messages")));

    JsonNode error = assertEnvelope(answer.join(), 400, "context_length_exceeded");
    assertThat(error.get("param").stringValue()).isEqualTo("messages");
  }

  @Test
  void aFailureAfterTheFirstByteIsOneEventAndNoEnd() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("one")));
    job.send(job.failure(1, ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.")));

    HttpResponse<String> response = answer.join();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            event("one")
                + event(
                    "{\"error\":{\"message\":\"The engine failed.\",\"type\":\"server_error\","
                        + "\"param\":null,\"code\":\"upstream_error\"}}"));
  }

  @Test
  void aFailureOfADocumentIsAStatusHoweverLate() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(""));
    FakeJob job = worker.next();
    job.send(job.chunk(0, "{\"a\":"));
    job.send(job.failure(1, ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.")));

    assertEnvelope(answer.join(), 502, "upstream_error");
  }

  @Test
  void aGapInTheChannelIsRepairedFromTheLog() throws Exception {
    double repaired = edge.count("speka.edge.frames.gaps.repaired");
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("0")));
    job.log(job.chunk(1, event("1")));
    job.log(job.chunk(2, event("2")), job.chunk(3, event("3")));
    job.send(job.chunk(4, event("4")));
    job.send(job.end(5, DONE));

    assertThat(answer.join().body())
        .isEqualTo(event("0") + event("1") + event("2") + event("3") + event("4") + DONE);
    assertThat(edge.count("speka.edge.frames.gaps.repaired")).isEqualTo(repaired + 1);
  }

  @Test
  void aLostEndIsFoundInTheLog() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("0")));
    job.log(job.end(1, DONE));

    assertThat(answer.join().body()).isEqualTo(event("0") + DONE);
  }

  @Test
  void repeatedFramesAreDropped() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();
    Frame first = job.chunk(0, event("0"));
    job.publish(first);
    job.publish(first, job.chunk(1, event("1")), first);
    job.publish(job.end(2, DONE));

    assertThat(answer.join().body()).isEqualTo(event("0") + event("1") + DONE);
  }

  @Test
  void aLargeDocumentThatWasOnlyStoredIsRead() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(""));
    FakeJob job = worker.next();
    StringBuilder all = new StringBuilder();
    int pieces = 40;
    for (int i = 0; i < pieces; i++) {
      String piece = Integer.toString(i % 10).repeat(Frame.BYTES_MAX);
      all.append(piece);
      job.log(i == pieces - 1 ? job.end(i, piece) : job.chunk(i, piece));
    }
    job.publish(job.stored(pieces - 1));

    HttpResponse<String> response = answer.join();

    assertThat(response.body()).isEqualTo(all.toString());
    assertThat(response.headers().firstValueAsLong("content-length"))
        .hasValue((long) pieces * Frame.BYTES_MAX);
  }

  @Test
  void oneMessageMayCarryFramesOfManyJobs() throws Exception {
    CompletableFuture<HttpResponse<String>> one = sent(edge.chat(STREAM));
    FakeJob first = worker.next();
    CompletableFuture<HttpResponse<String>> two = sent(edge.chat(STREAM));
    FakeJob second = worker.next();

    first.publish(
        FrameCodec.encode(
            java.util.List.of(
                first.chunk(0, event("a")),
                second.chunk(0, event("b")),
                second.end(1, DONE),
                first.end(1, DONE))));

    assertThat(one.join().body()).isEqualTo(event("a") + DONE);
    assertThat(two.join().body()).isEqualTo(event("b") + DONE);
  }

  @Test
  void anUnreadableMessageIsDroppedAndCounted() throws Exception {
    double unreadable = edge.count("speka.edge.messages.unreadable");
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();

    job.publish(new byte[] {9, 9, 9});
    job.publish(new byte[0]);
    job.send(job.end(0, DONE));

    assertThat(answer.join().body()).isEqualTo(DONE);
    assertThat(edge.count("speka.edge.messages.unreadable")).isEqualTo(unreadable + 2);
  }

  @Test
  void aClientThatLeavesBeforeTheFirstByteCancelsItsJob() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();

    answer.cancel(true);

    worker.awaitCancelled(job.job().id());
  }

  @Test
  void aClientThatLeavesADocumentCancelsItsJob() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(""));
    FakeJob job = worker.next();
    job.send(job.chunk(0, "{"));

    answer.cancel(true);

    worker.awaitCancelled(job.job().id());
  }

  @Test
  void aClientThatLeavesInMidStreamCancelsItsJob() throws Exception {
    CompletableFuture<HttpResponse<InputStream>> answer = streamed(edge.chat(STREAM));
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("0")));
    InputStream body = answer.join().body();
    assertThat(body.read()).isEqualTo('d');

    body.close();

    worker.awaitCancelled(job.job().id());
    edge.awaitNothingHeld();
    job.send(job.chunk(1, event("1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /v1/chat/completions | 405 | null
          DELETE | /v1/models           | 405 | null
          DELETE | /v1/models/x         | 405 | null
          PUT    | /v1/embeddings       | 405 | null
          OPTIONS | /v1/embeddings      | 405 | null
          GET    | /v1/completions      | 405 | null
          GET    | /v1/images/generations | 405 | null
          GET    | /v1/nothing          | 404 | unknown_url
          GET    | /                    | 404 | unknown_url
          GET    | /v1/models/          | 404 | unknown_url
          POST   | /v1/chat             | 404 | unknown_url
          GET    | /actuator/env        | 404 | unknown_url
          POST   | /actuator/health     | 405 | null
          GET    | /v1/models/no/such   | 404 | model_not_found
          """)
  void whatIsNotThereIsSaidInTheEnvelope(String method, String path, int status, String code) {
    HttpResponse<String> response =
        edge.send(edge.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());

    assertEnvelope(response, status, code.equals("null") ? null : code);
    if (status == 405 && path.startsWith("/v1")) {
      assertThat(response.headers().firstValue("allow"))
          .contains(path.startsWith("/v1/models") ? "GET" : "POST");
    }
  }

  @Test
  void routeAndMethodComeBeforeTheKey() {
    HttpRequest.Builder nothing = HttpRequest.newBuilder();
    String url = "http://127.0.0.1:" + edge.port();

    assertEnvelope(
        edge.send(nothing.uri(java.net.URI.create(url + "/v1/nope")).GET().build()),
        404,
        "unknown_url");
    assertEnvelope(
        edge.send(nothing.uri(java.net.URI.create(url + "/v1/embeddings")).GET().build()),
        405,
        null);
    HttpResponse<String> missing =
        edge.send(nothing.uri(java.net.URI.create(url + "/v1/models")).GET().build());
    assertEnvelope(missing, 401, null);
    assertThat(missing.headers().firstValue("www-authenticate")).contains("Bearer");
  }

  @Test
  void modelsAreListedAndFoundWithTheirSlashEscapedOrNot() {
    JsonNode list = JSON.readTree(edge.get("/v1/models").body());
    String escaped = edge.chatModel().replace("/", "%2F");

    assertThat(list.get("object").stringValue()).isEqualTo("list");
    assertThat(list.get("data")).hasSize(3);
    for (String path : new String[] {edge.chatModel(), escaped, escaped.replace("F", "f")}) {
      JsonNode model = JSON.readTree(edge.get("/v1/models/" + path).body());
      assertThat(model.propertyNames()).containsExactly("id", "object", "created", "owned_by");
      assertThat(model.get("id").stringValue()).isEqualTo(edge.chatModel());
      assertThat(model.get("created").longValue()).isEqualTo(1767323045L);
    }
  }

  @Test
  void aKeySeesAndUsesOnlyItsModels() {
    ApiKey narrow = ApiKey.mint(new SecureRandom());
    edge.publish(narrow, Principal.State.ACTIVE, Set.of(new ModelId(edge.embeddingModel())), 1);
    await().until(() -> edge.with(narrow, "/v1/models").statusCode() == 200);

    assertThat(JSON.readTree(edge.with(narrow, "/v1/models").body()).get("data")).hasSize(1);
    assertEnvelope(edge.with(narrow, "/v1/models/" + edge.chatModel()), 404, "model_not_found");
    assertEnvelope(
        edge.send(
            HttpRequest.newBuilder(edge.chat("").uri())
                .header("Authorization", "Bearer " + narrow.reveal())
                .header("Content-Type", "application/json")
                .POST(edge.chat("").bodyPublisher().orElseThrow())
                .build()),
        403,
        "model_not_allowed");
  }

  @Test
  void aRevokedKeyOpensNothing() {
    ApiKey key = ApiKey.mint(new SecureRandom());
    edge.publish(key, Principal.State.ACTIVE, Set.of(), 1);
    await().until(() -> edge.with(key, "/v1/models").statusCode() == 200);

    edge.publish(key, Principal.State.REVOKED, Set.of(), 2);

    await().until(() -> edge.with(key, "/v1/models").statusCode() == 401);
    edge.publish(key, Principal.State.ACTIVE, Set.of(), 1);
    await()
        .during(Duration.ofMillis(300))
        .until(() -> edge.with(key, "/v1/models").statusCode() == 401);
  }

  @Test
  void whoeverIsOverALimitIsToldHowLongToWaitAndEveryoneWhatIsLeft() throws Exception {
    // Given
    ApiKey key =
        edge.limited(
            new Limit(Limit.Scope.KEY, Limit.Unit.REQUESTS, 3, Duration.ofMinutes(1)),
            new Limit(Limit.Scope.KEY, Limit.Unit.TOKENS, 1_000_000, Duration.ofMinutes(1)));
    worker.script(job -> job.send(job.end(0, "{}")));

    // When
    HttpResponse<String> first = edge.send(edge.chat(key, ""));
    HttpResponse<String> invalid = edge.send(edge.chat(key, ",\"n\":0"));
    HttpResponse<String> third = edge.send(edge.chat(key, ""));
    HttpResponse<String> fourth = edge.send(edge.chat(key, ""));
    HttpResponse<String> invalidOver = edge.send(edge.chat(key, ",\"n\":0"));

    // Then
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("3");
    assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).contains("2");
    assertThat(first.headers().firstValue("x-ratelimit-reset-requests"))
        .hasValueSatisfying(reset -> assertThat(reset).matches("(19|20)(\\.\\d+)?s"));
    assertThat(first.headers().firstValue("x-ratelimit-limit-tokens")).contains("1000000");
    assertThat(first.headers().firstValueAsLong("x-ratelimit-remaining-tokens").orElseThrow())
        .isBetween(990_000L, 999_999L);
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(invalid.headers().firstValue("x-ratelimit-remaining-requests")).contains("1");
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(fourth.statusCode()).isEqualTo(429);
    assertThat(fourth.body()).contains("rate_limit_exceeded");
    assertThat(fourth.headers().firstValueAsLong("retry-after").orElseThrow()).isBetween(15L, 25L);
    assertThat(fourth.headers().firstValue("x-should-retry")).isEmpty();
    assertThat(invalidOver.statusCode()).isEqualTo(429);
  }

  @Test
  void aRequestThatCanNeverFitIsNotTriedAgain() throws Exception {
    ApiKey key =
        edge.limited(new Limit(Limit.Scope.KEY, Limit.Unit.TOKENS, 10, Duration.ofMinutes(1)));

    HttpResponse<String> refused = edge.send(edge.chat(key, ""));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
  }

  @Test
  void badInputIsRefusedAndNeverReachesKafka() throws Exception {
    String model = edge.chatModel();
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    assertEnvelope(post(""), 400, null);
    assertEnvelope(post("[]"), 400, null);
    assertEnvelope(post("{\"model\":\"" + model + "\"," + messages), 400, null);
    assertEnvelope(post("{\"model\":\"" + model + "\"," + messages + "} x"), 400, null);
    assertEnvelope(
        post("{\"model\":\"" + model + "\"," + messages + ",\"temperature\":NaN}"), 400, null);
    JsonNode type =
        assertEnvelope(
            post("{\"model\":\"" + model + "\"," + messages + ",\"temperature\":\"hot\"}"),
            400,
            "invalid_type");
    assertThat(type.get("param").stringValue()).isEqualTo("temperature");
    assertEnvelope(post("{\"model\":\"no-such\"," + messages + "}"), 404, "model_not_found");
    assertEnvelope(
        post("{\"model\":\"" + edge.embeddingModel() + "\"," + messages + "}"),
        400,
        "unsupported_value");
    assertEnvelope(
        edge.send(
            edge.request("/v1/chat/completions")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build()),
        415,
        "unsupported_media_type");
    assertEnvelope(
        edge.send(
            edge.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build()),
        415,
        "unsupported_media_type");

    // What was refused would have come first.
    CompletableFuture<HttpResponse<String>> good = sent(edge.chat(""));
    FakeJob job = worker.next();
    job.send(job.end(0, "{}"));
    good.join();
    assertThat(worker.seen()).containsExactly(job.job().id());
  }

  @Test
  void aBodyThatIsTooLargeForTheEventLoopIsParsedAllTheSame() throws Exception {
    String content = "x".repeat(1_000_000);
    CompletableFuture<HttpResponse<String>> answer =
        sent(
            edge.post(
                "/v1/chat/completions",
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                    .formatted(edge.chatModel(), content)
                    .getBytes(UTF_8)));
    FakeJob job = worker.next();
    job.send(job.end(0, "{}"));

    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(job.body()).hasSizeGreaterThan(1_000_000);
  }

  @Test
  void measuresCarryTheNamesOfTheGenerativeAiConventions() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(STREAM));
    FakeJob job = worker.next();
    job.send(job.end(0, DONE));
    answer.join();
    edge.awaitNothingHeld();

    String scraped = edge.get("/actuator/prometheus").body();

    assertThat(scraped)
        .contains("gen_ai_server_request_duration_seconds_bucket{")
        .contains("gen_ai_server_time_to_first_token_seconds_count{")
        .contains("gen_ai_operation_name=\"chat\"")
        .contains("gen_ai_request_model=\"" + edge.chatModel() + "\"")
        .contains("error_type=\"none\"")
        .contains("speka_edge_frames_gaps_repaired_total")
        .contains("speka_edge_jobs_submitted_total");
  }

  private HttpResponse<String> post(String body) {
    return edge.send(edge.post("/v1/chat/completions", body.getBytes(UTF_8)));
  }

  private CompletableFuture<HttpResponse<String>> sent(HttpRequest request) {
    return edge.http().sendAsync(request, BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<InputStream>> streamed(HttpRequest request) {
    return edge.http().sendAsync(request, BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(HttpResponse<InputStream> response) {
    return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  private static JsonNode assertEnvelope(
      HttpResponse<String> response, int status, @org.jspecify.annotations.Nullable String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("openai-processing-ms")).isPresent();
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("code").isNull() ? null : error.get("code").stringValue()).isEqualTo(code);
    return error;
  }
}
