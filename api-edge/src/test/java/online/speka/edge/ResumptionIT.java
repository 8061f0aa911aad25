package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.wire.RedisNames;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request again, at the same edge and at another; and streams that go on. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumptionIT {
  private static final String STREAM = ",\"stream\":true";
  private static final int EVENTS = 6;

  private RunningEdge edge;
  private RunningEdge other;
  private RedisClient client;
  private RedisCommands<String, String> redis;
  private FakeWorker worker;
  private final ApiKey foreign = ApiKey.mint(new SecureRandom());

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture server, @TempDir Path directory) throws IOException {
    edge = RunningEdge.start(kafka, server, directory, "resume");
    other = edge.beside(server);
    client = server.newClient();
    redis = client.connect().sync();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
    edge.publish(foreign, principal("others", "key-2").build());
    await().until(() -> edge.with(foreign, "/v1/models").statusCode() == 200);
    await().until(() -> other.with(foreign, "/v1/models").statusCode() == 200);
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

  private static String newKey() {
    return "key " + UUID.randomUUID();
  }

  private static HttpRequest with(HttpRequest request, String... headers) {
    return HttpRequest.newBuilder(request, (_, _) -> true).headers(headers).build();
  }

  private static HttpRequest keyed(RunningEdge at, String key, String more) {
    return with(at.chat(more), "Idempotency-Key", key);
  }

  private static HttpRequest resumable(RunningEdge at, String key) {
    return with(keyed(at, key, STREAM), "Speka-Resumable", "true");
  }

  private static HttpRequest after(RunningEdge at, String key, int last) {
    return with(resumable(at, key), "Last-Event-ID", Integer.toString(last));
  }

  private static CompletableFuture<HttpResponse<String>> sent(RunningEdge at, HttpRequest request) {
    return at.http().sendAsync(request, BodyHandlers.ofString());
  }

  private static String numbered(int from) {
    StringBuilder events = new StringBuilder();
    for (int number = from; number < EVENTS; number++) {
      events.append("id: ").append(number).append('\n').append(eventOf(number));
    }
    return events.toString();
  }

  private static String eventOf(int number) {
    return event(number == EVENTS - 1 ? "[DONE]" : "{\"n\":" + number + "}");
  }

  /** A frame of one event, one of two, and an end of two. */
  private static void sendBeginning(FakeJob job) {
    job.send(job.chunk(0, eventOf(0)));
    job.send(job.chunk(1, eventOf(1) + eventOf(2)));
  }

  private static void sendRest(FakeJob job) {
    job.send(job.chunk(2, eventOf(3)), job.end(3, eventOf(4) + eventOf(5)));
  }

  private void onlyOneJobWasMade(FakeJob job) {
    assertThat(new HashSet<>(worker.seen())).containsExactly(job.job().id());
    assertThat(worker.cancelled()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSameDocumentIsAnsweredAgainByAnyEdgeAndRunOnce(boolean sameEdge) throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, keyed(edge, key, ""));
    FakeJob job = worker.next();
    job.send(job.chunk(0, "{\"a\":"), job.end(1, "1}"));

    RunningEdge at = sameEdge ? edge : other;
    HttpResponse<String> second = at.send(keyed(at, key, ""));

    assertThat(first.join().body()).isEqualTo("{\"a\":1}");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo("{\"a\":1}");
    assertThat(second.headers().firstValue("content-length")).hasValue("7");
    assertThat(second.headers().firstValue("x-request-id"))
        .isPresent()
        .isNotEqualTo(first.join().headers().firstValue("x-request-id"));
    assertThat(job.job().window().answerKept()).isEqualTo(Duration.ofHours(24));
    assertThat(job.job().window().unattendedMax()).isEqualTo(Duration.ofSeconds(60));
    onlyOneJobWasMade(job);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunningStreamIsFollowedFromItsFirstEventByAnyEdge(boolean sameEdge) throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, keyed(edge, key, STREAM));
    FakeJob job = worker.next();
    sendBeginning(job);
    RunningEdge at = sameEdge ? edge : other;
    CompletableFuture<HttpResponse<InputStream>> second =
        at.http().sendAsync(keyed(at, key, STREAM), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(second.join().body(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: {\"n\":0}");

      sendRest(job);

      assertThat(lines.lines().filter(line -> !line.isEmpty()))
          .containsExactly(
              "data: {\"n\":1}",
              "data: {\"n\":2}",
              "data: {\"n\":3}",
              "data: {\"n\":4}",
              "data: [DONE]");
    }
    assertThat(first.join().body()).doesNotContain("id:").endsWith("data: [DONE]\n\n");
    onlyOneJobWasMade(job);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFinishedStreamGoesOnBehindEachOfItsEventsByteForByte(boolean sameEdge) throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, resumable(edge, key));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);
    assertThat(first.join().body()).isEqualTo(numbered(0));
    RunningEdge at = sameEdge ? edge : other;

    for (int last = 0; last < EVENTS; last++) {
      HttpResponse<String> rest = at.send(after(at, key, last));

      assertThat(rest.statusCode()).isEqualTo(200);
      assertThat(rest.body()).isEqualTo(numbered(last + 1));
    }
    assertThat(at.send(resumable(at, key)).body()).isEqualTo(numbered(0));
    assertThat(at.send(keyed(at, key, STREAM)).body()).doesNotContain("id:");
    onlyOneJobWasMade(job);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunningStreamGoesOnBehindEachOfItsEventsWithoutGapOrRepeat(boolean sameEdge)
      throws Exception {
    RunningEdge at = sameEdge ? edge : other;
    for (int last = 0; last < 3; last++) {
      String key = newKey();
      CompletableFuture<HttpResponse<InputStream>> first =
          edge.http().sendAsync(resumable(edge, key), BodyHandlers.ofInputStream());
      FakeJob job = worker.next();
      sendBeginning(job);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(first.join().body(), UTF_8))) {
        String id = "";
        while (!id.equals("id: " + last)) {
          id = lines.readLine();
        }
      }
      // The first client has left, and the job runs on.
      CompletableFuture<HttpResponse<String>> rest = sent(at, after(at, key, last));
      sendRest(job);

      assertThat(rest.join().body()).isEqualTo(numbered(last + 1));
    }
    assertThat(worker.cancelled()).isEmpty();
    assertThat(new HashSet<>(worker.seen())).hasSize(3);
  }

  @Test
  void aStreamWithoutAKeyIsToldOneToComeBackWith() throws Exception {
    CompletableFuture<HttpResponse<InputStream>> first =
        edge.http()
            .sendAsync(
                with(edge.chat(STREAM), "Speka-Resumable", "true"), BodyHandlers.ofInputStream());
    FakeJob job = worker.next();
    sendBeginning(job);
    String key = first.join().headers().firstValue("idempotency-key").orElseThrow();
    first.join().body().close();

    CompletableFuture<HttpResponse<String>> rest = sent(other, after(other, key, 1));
    sendRest(job);

    assertThat(rest.join().body()).isEqualTo(numbered(2));
    onlyOneJobWasMade(job);
  }

  @Test
  void aStreamThatDidNotAskForNumbersHasNone() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = sent(edge, edge.chat(STREAM));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);

    assertThat(answer.join().body()).doesNotContain("id:");
    assertThat(answer.join().headers().firstValue("idempotency-key")).isEmpty();
    assertThat(job.job().window().outlivesClient()).isFalse();
  }

  @Test
  void manyAtOnceAreOneJobAndAllGetTheSameBytes() throws Exception {
    String key = newKey();
    worker.script(
        job -> {
          sendBeginning(job);
          sendRest(job);
        });

    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 24)
            .mapToObj(i -> i % 2 == 0 ? edge : other)
            .map(at -> sent(at, resumable(at, key)))
            .toList();

    assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo(numbered(0)));
    assertThat(new HashSet<>(worker.seen())).hasSize(1);
    assertThat(worker.seen()).hasSize(1);
    assertThat(worker.cancelled()).isEmpty();
  }

  @Test
  void anotherBodyUnderTheKeyIsRefusedAndNotTriedAgain() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, keyed(edge, key, ""));
    FakeJob job = worker.next();

    HttpResponse<String> refused = other.send(keyed(other, key, ",\"seed\":1"));
    HttpResponse<String> otherKind =
        edge.send(
            with(
                edge.post(
                    "/v1/completions",
                    "{\"model\":\"%s\",\"prompt\":\"Hi\"}"
                        .formatted(edge.chatModel())
                        .getBytes(UTF_8)),
                "Idempotency-Key",
                key));

    assertThat(List.of(refused, otherKind))
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(400);
              assertThat(answer.body())
                  .contains("\"idempotency_key_reused\"", "\"param\":\"Idempotency-Key\"");
              assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
            });
    job.send(job.end(0, "{}"));
    assertThat(first.join().statusCode()).isEqualTo(200);
    onlyOneJobWasMade(job);
  }

  @Test
  void theKeyOfAnotherTenantIsAnotherKey() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, resumable(edge, key));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);
    first.join();

    HttpResponse<String> stranger =
        other.send(
            HttpRequest.newBuilder(after(other, key, 1), (_, _) -> true)
                .setHeader("Authorization", "Bearer " + foreign.reveal())
                .build());
    worker.script(theirs -> theirs.send(theirs.end(0, event("theirs"))));
    HttpResponse<String> own =
        other.send(
            HttpRequest.newBuilder(resumable(other, key), (_, _) -> true)
                .setHeader("Authorization", "Bearer " + foreign.reveal())
                .build());

    assertThat(stranger.statusCode()).isEqualTo(410);
    assertThat(stranger.body()).contains("\"stream_expired\"").doesNotContain("\"n\":");
    assertThat(own.body()).isEqualTo("id: 0\ndata: theirs\n\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorReason.class,
      names = {"UPSTREAM_ERROR", "OVERLOADED", "TIMEOUT", "INTERNAL"})
  void aFailureBeforeTheFirstByteThatAnotherTryMayMendFreesTheKey(ErrorReason reason)
      throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, keyed(edge, key, STREAM));
    FakeJob failed = worker.next();
    failed.send(failed.failure(0, ApiError.of(reason, "Not now.")));
    assertThat(first.join().statusCode()).isEqualTo(reason.status());

    CompletableFuture<HttpResponse<String>> second = sent(other, keyed(other, key, STREAM));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);

    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(job.job().id()).isNotEqualTo(failed.job().id());
  }

  @Test
  void aFailureThatTheRequestIsTheReasonOfIsItsAnswer() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, keyed(edge, key, ""));
    FakeJob job = worker.next();
    job.send(job.failure(0, ApiError.of(ErrorReason.CONTEXT_LENGTH_EXCEEDED, "Too long.")));
    assertThat(first.join().statusCode()).isEqualTo(400);

    HttpResponse<String> second = other.send(keyed(other, key, ""));

    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body()).isEqualTo(first.join().body());
    onlyOneJobWasMade(job);
  }

  @Test
  void aFailureAfterBytesIsPartOfTheAnswerAndHasItsNumber() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, resumable(edge, key));
    FakeJob job = worker.next();
    sendBeginning(job);
    job.send(job.failure(2, ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.")));

    String whole = first.join().body();
    assertThat(whole).contains("id: 3\ndata: {\"error\":{\"message\":\"The engine failed.\"");
    for (int last = 0; last < 4; last++) {
      String seen = whole.substring(0, whole.indexOf("\n\n", whole.indexOf("id: " + last)) + 2);
      assertThat(other.send(after(other, key, last)).body())
          .isEqualTo(whole.substring(seen.length()));
    }
    onlyOneJobWasMade(job);
  }

  @Test
  void whatIsNotKeptAnyMoreIsSaidAndNeverRunAgain() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, resumable(edge, key));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);
    first.join();
    String log = RedisNames.replayLog(job.job().id());

    redis.xtrim(log, 1);
    HttpResponse<String> cut = other.send(after(other, key, 1));
    HttpResponse<String> cutFromTheBeginning = edge.send(resumable(edge, key));
    redis.hset(RedisNames.response(job.job().id()), RedisNames.RESPONSE_CANCELLED, "1");
    HttpResponse<String> cancelled = edge.send(resumable(edge, key));
    HttpResponse<String> unknown = other.send(after(other, newKey(), 1));

    assertThat(List.of(cut, cutFromTheBeginning, cancelled, unknown))
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(410);
              assertThat(answer.body()).contains("\"stream_expired\"");
              assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
              assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
            });
    onlyOneJobWasMade(job);
  }

  @Test
  void anEventThatNeverWasIsSaid() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, resumable(edge, key));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);
    first.join();

    HttpResponse<String> answer = other.send(after(other, key, 99));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"param\":\"Last-Event-ID\"");
    onlyOneJobWasMade(job);
  }

  @Test
  void aWrongHeaderIsNamedAndNothingIsRun() {
    String tooLong = "k".repeat(256);

    assertThat(edge.send(keyed(edge, tooLong, "")).body())
        .contains("\"param\":\"Idempotency-Key\"", "1 to 255 characters");
    assertThat(
            edge.send(with(edge.chat(""), "Idempotency-Key", "a", "Idempotency-Key", "b")).body())
        .contains("\"param\":\"Idempotency-Key\"");
    assertThat(edge.send(with(resumable(edge, newKey()), "Last-Event-ID", "x1")).body())
        .contains("\"param\":\"Last-Event-ID\"");
    assertThat(
            edge.send(with(edge.chat(STREAM), "Speka-Resumable", "true", "Last-Event-ID", "1"))
                .body())
        .contains("\"param\":\"Idempotency-Key\"");
    assertThat(worker.seen()).isEmpty();
  }

  @Test
  void anEdgeThatDiedBeforeItsJobWasDurableIsReplacedUnderTheSameJob() throws Exception {
    String key = newKey();
    // Given an edge that has claimed the key, and nothing more.
    worker.script(_ -> {});
    CompletableFuture<HttpResponse<String>> dying = sent(edge, keyed(edge, key, STREAM));
    await().until(() -> worker.seen().size() == 1);
    String record = redis.keys("speka:idempotency:*").stream().filter(this::isNew).findAny().get();
    redis.set(record, redis.get(record).replace("SUBMITTED", "CLAIMED"));
    dying.cancel(true);
    edge.awaitNothingHeld();
    worker.reset();

    Instant before = Instant.now();
    CompletableFuture<HttpResponse<String>> second = sent(other, keyed(other, key, STREAM));
    FakeJob job = worker.next();
    sendBeginning(job);
    sendRest(job);

    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(redis.get(record)).startsWith(job.job().id() + " SUBMITTED");
    assertThat(job.job().window().submittedAt()).isAfter(before);
    assertThat(other.count("speka.edge.idempotent.takeovers")).isEqualTo(1);
  }

  private boolean isNew(String record) {
    return worker.seen().stream().anyMatch(job -> redis.get(record).startsWith(job.toString()));
  }

  @Test
  void aJobWhoseClientLeftIsAttendedForItsTimeAndNotLonger() throws Exception {
    String key = newKey();
    CompletableFuture<HttpResponse<String>> first = sent(edge, keyed(edge, key, ""));
    FakeJob job = worker.next();
    String attended = RedisNames.attended(job.job().id());
    await().until(() -> redis.exists(attended) == 1);
    first.cancel(true);
    edge.awaitNothingHeld();

    // Frames still come, for nobody here; the job is not cancelled for it.
    sendBeginningOfDocument(job);

    assertThat(redis.pttl(attended)).isBetween(1L, 60_000L);
    CompletableFuture<HttpResponse<String>> second = sent(other, keyed(other, key, ""));
    await().until(() -> other.gauge("speka.edge.streams.open") == 1);
    job.send(job.end(1, "1}"));
    assertThat(second.join().body()).isEqualTo("{\"a\":1}");
    onlyOneJobWasMade(job);
  }

  private static void sendBeginningOfDocument(FakeJob job) {
    job.send(job.chunk(0, "{\"a\":"));
  }

  /** Every one breaks at one edge while it runs, and is gone on with at the other. */
  @Test
  void manyRunningStreamsThatBreakAreWholeInTheEnd() throws Exception {
    Map<JobId, FakeJob> running = new ConcurrentHashMap<>();
    worker.script(
        job -> {
          sendBeginning(job);
          running.put(job.job().id(), job);
        });
    List<String> keys = IntStream.range(0, 100).mapToObj(_ -> newKey()).toList();
    List<CompletableFuture<HttpResponse<InputStream>>> first =
        keys.stream()
            .map(key -> edge.http().sendAsync(resumable(edge, key), BodyHandlers.ofInputStream()))
            .toList();
    for (CompletableFuture<HttpResponse<InputStream>> one : first) {
      one.join().body().close();
    }
    List<CompletableFuture<HttpResponse<String>>> rest = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      rest.add(sent(other, after(other, keys.get(i), i % 3)));
    }

    running.values().forEach(ResumptionIT::sendRest);

    for (int i = 0; i < keys.size(); i++) {
      assertThat(rest.get(i).join().body()).isEqualTo(numbered(i % 3 + 1));
    }
    assertThat(running).hasSize(keys.size());
    assertThat(worker.cancelled()).isEmpty();
  }

  @Test
  void manyStreamsThatBreakSomewhereAreWholeInTheEnd() throws Exception {
    worker.script(
        job -> {
          sendBeginning(job);
          sendRest(job);
        });
    List<CompletableFuture<String>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String key = newKey();
      int cut = i % (EVENTS + 1) - 1;
      all.add(
          sent(edge, resumable(edge, key))
              .thenCompose(
                  _ -> sent(other, cut < 0 ? resumable(other, key) : after(other, key, cut)))
              .thenApply(
                  rest ->
                      numbered(0).substring(0, numbered(0).length() - numbered(cut + 1).length())
                          + rest.body()));
    }

    assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(numbered(0)));
  }
}
