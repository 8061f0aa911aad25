package online.speka.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.EdgeId;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.ResponseObject;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Responses, and what can be done with them later, on the edge that took them and on another. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String STREAM = ",\"stream\":true";
  private static final String BACKGROUND = ",\"background\":true";

  private RunningEdge edge;
  private RunningEdge other;
  private RedisClient client;
  private StatefulRedisConnection<byte[], byte[]> redis;
  private FakeWorker worker;
  private final ApiKey foreign = ApiKey.mint(new SecureRandom());

  @BeforeAll
  void start(
      KafkaFixture kafka, RedisFixture redisServer, @TempDir Path directory, @TempDir Path two)
      throws IOException {
    edge = RunningEdge.start(kafka, redisServer, directory, "responses");
    other = RunningEdge.start(kafka, redisServer, two, "responses-other");
    client = redisServer.newClient();
    redis = client.connect(ByteArrayCodec.INSTANCE);
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
    edge.publish(foreign, principal("others", "key-2").build());
    await().until(() -> edge.with(foreign, "/v1/models").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    worker.close();
    client.close();
    other.close();
    edge.close();
  }

  @AfterEach
  void nothingIsHeld() {
    edge.awaitNothingHeld();
    other.awaitNothingHeld();
    worker.reset();
  }

  private HttpRequest post(String more) {
    return edge.post(
        "/v1/responses",
        """
        {"model":"%s","input":"Hi"%s}"""
            .formatted(edge.chatModel(), more)
            .getBytes(UTF_8));
  }

  private static String path(FakeJob job) {
    return "/v1/responses/" + ResponseObject.id(job.job().id());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  private static String event(String type, int number) {
    return event(type, number, "\"x\":" + number);
  }

  private static String event(String type, int number, String more) {
    return "event: %s\ndata: {\"type\":\"%s\",\"sequence_number\":%d,%s}\n\n"
        .formatted(type, type, number, more);
  }

  /** What a worker would write: the edge's own opening, then how it ended. */
  private static String document(FakeJob job, String output) {
    return new String(ResponseObject.opening(job.job(), JSON.readTree(job.body())), UTF_8)
        + """
          "status":"completed","error":null,"incomplete_details":null,"output":[%s],\
          "usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}"""
            .formatted(output);
  }

  private FakeJob finished(String more, String output) throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(post(more), BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(job.end(0, document(job, output)));
    assertThat(answer.join().statusCode()).isEqualTo(200);
    return job;
  }

  @Test
  void aDocumentIsAnsweredAndCanBeRetrieved() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(post(",\"metadata\":{\"a\":\"b\"}"), BodyHandlers.ofString());
    FakeJob job = worker.next();
    // When
    job.send(job.end(0, document(job, "{\"type\":\"message\"}")));
    // Then
    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(answer.join().body()).isEqualTo(document(job, "{\"type\":\"message\"}"));
    assertThat(job.job().target().kind()).isEqualTo(JobKind.RESPONSES);
    assertThat(job.job().window().answerKept()).isEqualTo(Duration.ofHours(24));
    assertThat(job.text()).startsWith("{\"model\":").endsWith("\"metadata\":{\"a\":\"b\"}}");
    for (RunningEdge any : List.of(edge, other)) {
      HttpResponse<String> retrieved = any.send(onEdge(any, path(job)).build());
      assertThat(retrieved.statusCode()).isEqualTo(200);
      assertThat(retrieved.body()).isEqualTo(answer.join().body());
    }
  }

  /** The first edge's key is every edge's key. */
  private HttpRequest.Builder onEdge(RunningEdge any, String path) {
    return HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + any.port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + edge.key().reveal());
  }

  @Test
  void aResponseOfAnotherAccountIsNotThere() throws Exception {
    FakeJob job = finished("", "");
    for (String suffix : List.of("", "?stream=true", "/input_items")) {
      HttpResponse<String> answer = edge.with(foreign, path(job) + suffix);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer).at("/error/code").stringValue()).isEqualTo("not_found");
    }
    assertThat(
            edge.send(
                    HttpRequest.newBuilder(edge.request(path(job)).build().uri())
                        .header("Authorization", "Bearer " + foreign.reveal())
                        .DELETE()
                        .build())
                .statusCode())
        .isEqualTo(404);
    assertThat(edge.get(path(job)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/responses/resp_0196f0a07c007abc8def0123456789ab",
    "/v1/responses/resp_nonsense",
    "/v1/responses/%2e%2e/input_items"
  })
  void anUnknownIdIsNotFound(String path) {
    assertThat(edge.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNotStoredCannotBeRetrieved() throws Exception {
    FakeJob job = finished(",\"store\":false", "");
    assertThat(edge.get(path(job)).statusCode()).isEqualTo(404);
    assertThat(job.job().window().answerKept()).isEqualTo(RedisNames.REPLAY_LOG_KEPT);
  }

  @Test
  void aRecordExpires() throws Exception {
    // Given
    FakeJob job = finished("", "");
    byte[] key = RedisNames.response(job.job().id()).getBytes(US_ASCII);
    assertThat(redis.sync().pttl(key))
        .isBetween(Duration.ofHours(23).toMillis(), Duration.ofHours(24).toMillis());
    // When
    redis.sync().pexpire(key, 1);
    // Then
    await().until(() -> edge.get(path(job)).statusCode() == 404);
  }

  @Test
  void aResponseInTheBackgroundGoesOnWithoutItsClient() throws Exception {
    // When
    HttpResponse<String> accepted = edge.send(post(BACKGROUND));
    FakeJob job = worker.next();
    // Then
    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(json(accepted).get("status").stringValue()).isEqualTo("queued");
    assertThat(json(accepted).get("id").stringValue()).isEqualTo(ResponseObject.id(job.job().id()));
    assertThat(json(accepted).get("background").booleanValue()).isTrue();
    assertThat(job.job().origin().replyTo()).isEqualTo(EdgeId.NONE);
    assertThat(Duration.between(job.job().window().submittedAt(), job.job().window().deadline()))
        .isEqualTo(Duration.ofHours(1));
    assertThat(json(edge.get(path(job))).get("status").stringValue()).isEqualTo("queued");
    // When
    String document = document(job, "{\"type\":\"message\"}");
    job.log(job.chunk(0, document.substring(0, 20)));
    // Then
    assertThat(json(edge.get(path(job))).get("status").stringValue()).isEqualTo("in_progress");
    // When
    job.log(job.end(1, document.substring(20)));
    // Then
    assertThat(edge.get(path(job)).body()).isEqualTo(document);
    assertThat(worker.cancelled()).doesNotContain(job.job().id());
  }

  @Test
  void aResponseInTheBackgroundHasItsPlaceAmongTheParallelOnesUntilItIsSettled() throws Exception {
    // Given
    ApiKey one = edge.limited(Limit.parallel(Limit.Scope.KEY, 1));
    String wanted = "{\"model\":\"%s\",\"input\":\"Hi\"%s}";
    byte[] background = wanted.formatted(edge.chatModel(), BACKGROUND).getBytes(UTF_8);
    assertThat(edge.send(edge.post(one, "/v1/responses", background)).statusCode()).isEqualTo(200);
    FakeJob job = worker.next();
    // Then
    assertThat(edge.send(edge.post(one, "/v1/responses", background)).statusCode()).isEqualTo(429);
    // When
    TenantId tenant = job.job().origin().tenant();
    RedisCall settlement =
        new FundsInRedis(tenant, 1)
            .settle(List.of(new FundsInRedis.Used(job.job().id(), 1)), List.of());
    redis
        .sync()
        .eval(
            settlement.script(), ScriptOutputType.MULTI, settlement.keys(), settlement.arguments());
    // Then
    assertThat(edge.send(edge.post(one, "/v1/responses", background)).statusCode()).isEqualTo(200);
    var _ = worker.next();
  }

  @Test
  void aStreamIsResumedBehindEveryEventWithoutGapOrRepeatOnAnyEdge() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> live =
        edge.http().sendAsync(post(STREAM), BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(
        job.chunk(0, event("response.created", 0) + event("response.in_progress", 1)),
        job.chunk(1, event("response.output_text.delta", 2)));
    job.send(job.chunk(2, event("response.output_text.delta", 3)));
    String last =
        event("response.output_text.done", 4)
            + event("response.completed", 5, "\"response\":" + document(job, "{}"));
    // An event may be cut into several frames.
    job.send(job.chunk(3, last.substring(0, 60)), job.end(4, last.substring(60)));
    String all = live.join().body();
    List<String> events = new ArrayList<>(List.of(all.split("(?<=\n\n)")));
    assertThat(events).hasSize(6);

    for (int after = -1; after < 8; after++) {
      String query = "?stream=true" + (after < 0 ? "" : "&starting_after=" + after);
      for (RunningEdge any : List.of(edge, other)) {
        // When
        HttpResponse<String> resumed = any.send(onEdge(any, path(job) + query).build());
        // Then
        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(resumed.headers().firstValue("content-type")).contains("text/event-stream");
        String rest = String.join("", events.subList(Math.min(after + 1, 6), 6));
        assertThat(resumed.body().replace(": ka\n", "")).isEqualTo(rest);
      }
    }
    assertThat(edge.get(path(job)).body()).isEqualTo(document(job, "{}"));
  }

  @Test
  void aFollowerSeesEventsWhileTheyAreMade() throws Exception {
    // Given
    CompletableFuture<HttpResponse<InputStream>> creator =
        edge.http().sendAsync(post(BACKGROUND + STREAM), BodyHandlers.ofInputStream());
    FakeJob job = worker.next();
    CompletableFuture<HttpResponse<InputStream>> follower =
        other
            .http()
            .sendAsync(
                onEdge(other, path(job) + "?stream=true").build(), BodyHandlers.ofInputStream());
    // Then headers come before any event
    List<BufferedReader> readers = List.of(lines(creator.join()), lines(follower.join()));
    for (int number = 0; number < 3; number++) {
      // When
      job.log(job.chunk(number, event("response.output_text.delta", number)));
      // Then
      for (BufferedReader reader : readers) {
        assertThat(nextData(reader)).contains("\"sequence_number\":" + number + ",");
      }
    }
    job.log(job.end(3, event("response.completed", 3, "\"response\":" + document(job, ""))));
    for (BufferedReader reader : readers) {
      assertThat(nextData(reader)).contains("response.completed");
      assertThat(reader.lines().filter(line -> !line.isEmpty()).toList()).isEmpty();
      reader.close();
    }
    assertThat(worker.cancelled()).doesNotContain(job.job().id());
  }

  @Test
  void aFollowerThatLeavesCancelsNothing() throws Exception {
    // Given
    CompletableFuture<HttpResponse<InputStream>> creator =
        edge.http().sendAsync(post(BACKGROUND + STREAM), BodyHandlers.ofInputStream());
    FakeJob job = worker.next();
    job.log(job.chunk(0, event("response.created", 0)));
    // When
    creator.join().body().close();
    edge.awaitNothingHeld();
    // Then
    job.log(job.end(1, event("response.completed", 1, "\"response\":" + document(job, ""))));
    assertThat(json(edge.get(path(job))).get("status").stringValue()).isEqualTo("completed");
    assertThat(worker.cancelled()).doesNotContain(job.job().id());
  }

  private static BufferedReader lines(HttpResponse<InputStream> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  private static String nextData(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = reader.readLine();
    }
    return String.valueOf(line);
  }

  private HttpResponse<String> cancel(RunningEdge any, FakeJob job) {
    return any.send(
        onEdge(any, path(job) + "/cancel").POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  @Test
  void aResponseInTheBackgroundCanBeCancelledFromAnyEdge() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> creator =
        edge.http().sendAsync(post(BACKGROUND + STREAM), BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.log(job.chunk(0, event("response.created", 0)));
    // When
    HttpResponse<String> cancelled = cancel(other, job);
    // Then
    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(json(cancelled).get("status").stringValue()).isEqualTo("cancelled");
    worker.awaitCancelled(job.job().id());
    assertThat(json(edge.get(path(job))).get("status").stringValue()).isEqualTo("cancelled");
    assertThat(creator.join().body())
        .endsWith(
            """
            event: error
            data: {"type":"error","sequence_number":1,"code":"client_gone",\
            "message":"The response was cancelled.","param":null}

            """);
    // And once more
    assertThat(json(cancel(edge, job)).get("status").stringValue()).isEqualTo("cancelled");
  }

  @Test
  void whatIsOverStaysWhatItIs() throws Exception {
    // Given
    edge.send(post(BACKGROUND));
    FakeJob job = worker.next();
    job.log(job.end(0, document(job, "")));
    // Then
    assertThat(cancel(edge, job).body()).isEqualTo(document(job, ""));
    assertThat(edge.get(path(job)).body()).isEqualTo(document(job, ""));
  }

  @Test
  void onlyTheBackgroundCanBeCancelled() throws Exception {
    FakeJob job = finished("", "");
    assertThat(cancel(edge, job).statusCode()).isEqualTo(400);
  }

  @Test
  void aClientThatLeavesCancelsItsResponse() throws Exception {
    // Given
    CompletableFuture<HttpResponse<InputStream>> creator =
        edge.http().sendAsync(post(STREAM), BodyHandlers.ofInputStream());
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("response.created", 0)));
    // When
    creator.join().body().close();
    // Then
    worker.awaitCancelled(job.job().id());
    await().until(() -> json(edge.get(path(job))).get("status").stringValue().equals("cancelled"));
  }

  @Test
  void whatIsDeletedIsGone() throws Exception {
    // Given
    FakeJob job = finished("", "");
    // When
    HttpResponse<String> deleted = edge.send(edge.request(path(job)).DELETE().build());
    // Then
    assertThat(json(deleted))
        .isEqualTo(
            JSON.readTree(
                "{\"id\":\"%s\",\"object\":\"response\",\"deleted\":true}"
                    .formatted(ResponseObject.id(job.job().id()))));
    assertThat(edge.get(path(job)).statusCode()).isEqualTo(404);
    assertThat(redis.sync().exists(RedisNames.replayLog(job.job().id()).getBytes(US_ASCII)))
        .isZero();
  }

  @Test
  void whatIsDeletedWhileItIsMadeIsCancelledAndLeavesNothingForEver() throws Exception {
    // Given
    edge.send(post(BACKGROUND));
    FakeJob job = worker.next();
    job.log(job.chunk(0, "{"));
    // When
    HttpResponse<String> deleted = edge.send(edge.request(path(job)).DELETE().build());
    // Then
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(edge.get(path(job)).statusCode()).isEqualTo(404);
    worker.awaitCancelled(job.job().id());
    job.log(job.chunk(1, "written too late"));
    assertThat(redis.sync().pttl(RedisNames.replayLog(job.job().id()).getBytes(US_ASCII)))
        .isBetween(1L, RedisNames.REPLAY_LOG_KEPT.toMillis());
  }

  @Test
  void aFailureInMidStreamIsTwoNumberedEvents() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> live =
        edge.http().sendAsync(post(STREAM), BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("response.created", 0) + event("response.in_progress", 1)));
    // When
    job.send(job.failure(1, ApiError.of(ErrorReason.UPSTREAM_ERROR, "It \"broke\".")));
    // Then
    String[] events = live.join().body().split("\n\n");
    assertThat(events).hasSize(4);
    assertThat(events[2])
        .isEqualTo(
            """
            event: error
            data: {"type":"error","sequence_number":2,"code":"upstream_error",\
            "message":"It \\"broke\\".","param":null}""");
    assertThat(events[3]).startsWith("event: response.failed\ndata: ");
    JsonNode failed = JSON.readTree(events[3].substring(events[3].indexOf("data: ") + 6));
    assertThat(failed.get("sequence_number").intValue()).isEqualTo(3);
    assertThat(failed.at("/response/status").stringValue()).isEqualTo("failed");
    assertThat(failed.at("/response/error/code").stringValue()).isEqualTo("server_error");
    assertThat(json(edge.get(path(job)))).isEqualTo(failed.get("response"));
    assertThat(edge.get(path(job) + "?stream=true&starting_after=2").body())
        .endsWith(events[3] + "\n\n")
        .doesNotContain("event: error");
  }

  @Test
  void aFailureBeforeTheFirstEventIsAStatus() throws Exception {
    CompletableFuture<HttpResponse<String>> live =
        edge.http().sendAsync(post(STREAM), BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(job.failure(0, ApiError.of(ErrorReason.CONTEXT_LENGTH_EXCEEDED, "Too long.")));
    assertThat(live.join().statusCode()).isEqualTo(400);
    assertThat(json(live.join()).at("/error/code").stringValue())
        .isEqualTo("context_length_exceeded");
  }

  @Test
  void theInputCanBeListed() throws Exception {
    FakeJob job = finished("", "");
    JsonNode list = json(edge.get(path(job) + "/input_items"));
    assertThat(list.get("has_more").booleanValue()).isFalse();
    assertThat(list.get("data")).hasSize(1);
    assertThat(list.at("/data/0/content/0").toString())
        .isEqualTo("{\"type\":\"input_text\",\"text\":\"Hi\"}");
    assertThat(list.at("/data/0/role").stringValue()).isEqualTo("user");
    assertThat(list.at("/data/0/id"))
        .isEqualTo(list.get("first_id"))
        .isEqualTo(list.get("last_id"));
  }

  @Test
  void aResponseContinuesAnother() throws Exception {
    // Given
    FakeJob first =
        finished("", "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Yo\"}");
    // When
    String previous = ResponseObject.id(first.job().id());
    CompletableFuture<HttpResponse<String>> answer =
        edge.http()
            .sendAsync(
                post(",\"previous_response_id\":\"" + previous + "\",\"user\":\"u\""),
                BodyHandlers.ofString());
    FakeJob second = worker.next();
    second.send(second.end(0, document(second, "")));
    // Then
    assertThat(JSON.readTree(second.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"model":"%s","input":[{"role":"user","content":"Hi"},
                 {"type":"message","role":"assistant","content":"Yo"},
                 {"role":"user","content":"Hi"}],"previous_response_id":"%s","user":"u"}"""
                    .formatted(edge.chatModel(), previous)));
    assertThat(json(answer.join()).get("previous_response_id").stringValue()).isEqualTo(previous);
    JsonNode page = json(edge.get(path(second) + "/input_items?limit=2&order=asc"));
    assertThat(page.get("data")).hasSize(2);
    assertThat(page.get("has_more").booleanValue()).isTrue();
    JsonNode rest =
        json(
            edge.get(
                path(second)
                    + "/input_items?order=asc&after="
                    + page.get("last_id").stringValue()));
    assertThat(rest.get("data")).hasSize(1);
  }

  @Test
  void whatCannotBeContinuedIsNamed() {
    HttpResponse<String> answer =
        edge.send(post(",\"previous_response_id\":\"resp_0196f0a07c007abc8def0123456789ab\""));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).at("/error/param").stringValue()).isEqualTo("previous_response_id");
    assertThat(worker.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "?stream=maybe, stream",
    "?stream=true&starting_after=-1, starting_after",
    "?stream=true&starting_after=x, starting_after",
    "?stream=true, stream",
    "/input_items?limit=0, limit",
    "/input_items?order=up, order"
  })
  void aWrongQueryIsNamed(String query, String param) throws Exception {
    FakeJob job = finished("", "");
    HttpResponse<String> answer = edge.get(path(job) + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/param").stringValue()).isEqualTo(param);
  }

  @Test
  void otherMethodsAreToldWhichAreAllowed() {
    HttpResponse<String> answer =
        edge.send(
            edge.request("/v1/responses/resp_1").PUT(HttpRequest.BodyPublishers.noBody()).build());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow"))
        .hasValueSatisfying(allow -> assertThat(allow).contains("GET").contains("DELETE"));
  }
}
