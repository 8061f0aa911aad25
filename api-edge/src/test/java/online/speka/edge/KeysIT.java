package online.speka.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.FakeJob.event;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Topics;
import online.speka.testkit.principals.PrincipalBuilder;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a key opens, and how fast it opens nothing any more. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STREAM = ",\"stream\":true";
  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);
  private static final Duration FRESHNESS_MAX = Duration.ofSeconds(3);

  private final SecureRandom random = new SecureRandom();
  private RunningEdge edge;
  private RedisClient client;
  private StatefulRedisConnection<String, String> redis;
  private FakeWorker worker;

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture fixture, @TempDir Path directory) throws IOException {
    edge =
        RunningEdge.start(
            kafka,
            fixture,
            directory,
            "keys",
            "--speka.edge.auth.freshness-max=" + FRESHNESS_MAX.toMillis() + "ms",
            "--speka.edge.auth.trusted-proxies=127.0.0.0/8",
            "--speka.edge.auth.use-report-interval=200ms");
    client = fixture.newClient();
    redis = client.connect();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
  }

  @AfterAll
  void stop() {
    worker.close();
    redis.close();
    client.close();
    edge.close();
  }

  @AfterEach
  void nothingIsHeld() {
    edge.awaitNothingHeld();
    worker.reset();
  }

  @Test
  void aRevokedKeyIsRefusedAndItsOpenStreamEndsWithOneErrorAndItsJobIsCancelled() throws Exception {
    ApiKey key = key(named("cut"));
    CompletableFuture<HttpResponse<InputStream>> answer =
        edge.http().sendAsync(edge.chat(key, STREAM), BodyHandlers.ofInputStream());
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("one")));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.join().body(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: one");
      assertThat(lines.readLine()).isEmpty();

      edge.publish(key, named("cut").state(Principal.State.REVOKED).version(2).build());

      await().atMost(REVOKED_WITHIN).until(() -> edge.with(key, "/v1/models").statusCode() == 401);
      List<String> rest = lines.lines().filter(line -> !line.isEmpty()).toList();
      assertThat(rest).singleElement().satisfies(KeysIT::isRevokedEvent);
    }
    worker.awaitCancelled(job.job().id());
  }

  private static void isRevokedEvent(String line) {
    assertThat(line).startsWith("data: ");
    JsonNode error = JSON.readTree(line.substring("data: ".length())).get("error");
    assertThat(error.get("code").stringValue()).isEqualTo("invalid_api_key");
    assertThat(error.get("message").stringValue()).contains("revoked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", STREAM})
  void aRequestThatWaitsForItsFirstByteIsRefusedWhenItsKeyIsRevoked(String more) throws Exception {
    ApiKey key = key(named("wait"));
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(edge.chat(key, more), BodyHandlers.ofString());
    FakeJob job = worker.next();

    edge.publish(key, named("wait").state(Principal.State.REVOKED).version(2).build());

    assertThat(answer.join().statusCode()).isEqualTo(401);
    worker.awaitCancelled(job.job().id());
  }

  @Test
  void aJobThatOutlivesItsClientDoesNotOutliveItsKey() throws Exception {
    ApiKey key = key(named("resumable"));
    HttpRequest resumable =
        HttpRequest.newBuilder(edge.chat(key, STREAM), (_, _) -> true)
            .header("Idempotency-Key", "once")
            .header("Speka-Resumable", "true")
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(resumable, BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("one")));

    edge.publish(key, named("resumable").state(Principal.State.REVOKED).version(2).build());

    assertThat(answer.join().body()).contains("data: one").contains("revoked");
    worker.awaitCancelled(job.job().id());
  }

  @Test
  void streamsOfOtherKeysOfTheSameAccountGoOn() throws Exception {
    ApiKey mine = key(named("mine"));
    ApiKey revoked = key(named("revoked"));
    CompletableFuture<HttpResponse<String>> answer =
        edge.http().sendAsync(edge.chat(mine, STREAM), BodyHandlers.ofString());
    FakeJob job = worker.next();
    job.send(job.chunk(0, event("one")));

    edge.publish(revoked, named("revoked").state(Principal.State.REVOKED).version(2).build());
    await().until(() -> edge.with(revoked, "/v1/models").statusCode() == 401);
    job.send(job.end(1, event("[DONE]")));

    assertThat(answer.join().body()).isEqualTo(event("one") + event("[DONE]"));
  }

  @Test
  void aRecordThatTheEdgeCannotReadClosesItsKeyUntilItIsSaidAgain(KafkaFixture kafka) {
    ApiKey key = key(named("future"));

    try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
      producer.send(
          new ProducerRecord<>(
              Topics.PRINCIPALS,
              key.hash().hex().getBytes(US_ASCII),
              "{\"format\":3,\"principal\":{}}".getBytes(US_ASCII)));
    }
    await().until(() -> edge.with(key, "/v1/models").statusCode() == 401);

    edge.publish(key, named("future").version(3).build());
    await().until(() -> edge.with(key, "/v1/models").statusCode() == 200);
  }

  @Test
  void aKeyForChatIsRefusedAtOtherEndpointsAndSeesChatModelsOnly() {
    ApiKey key =
        key(
            named("chat")
                .access(new Access(Set.of(), Set.of(JobKind.CHAT_COMPLETIONS), null, List.of())));

    HttpResponse<String> refused =
        edge.send(
            HttpRequest.newBuilder(
                    edge.post(
                        "/v1/embeddings",
                        "{\"model\":\"%s\",\"input\":\"x\"}"
                            .formatted(edge.embeddingModel())
                            .getBytes(UTF_8)),
                    (_, _) -> true)
                .setHeader("Authorization", "Bearer " + key.reveal())
                .build());
    HttpResponse<String> models = edge.with(key, "/v1/models");
    HttpResponse<String> hidden = edge.with(key, "/v1/models/" + edge.embeddingModel());

    assertThat(refused.statusCode()).isEqualTo(403);
    JsonNode error = JSON.readTree(refused.body()).get("error");
    assertThat(error.get("type").stringValue()).isEqualTo("permission_error");
    assertThat(error.get("code").stringValue()).isEqualTo("endpoint_not_allowed");
    assertThat(models.statusCode()).isEqualTo(200);
    assertThat(models.body()).contains(edge.chatModel()).doesNotContain(edge.embeddingModel());
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(edge.with(key, "/v1/responses/resp_1").statusCode()).isEqualTo(403);
  }

  @Test
  void aKeyForOneModelIsRefusedForOthers() {
    ApiKey key = key(named("model").models(Set.of(new ModelId(edge.embeddingModel()))));

    HttpResponse<String> refused = edge.send(edge.chat(key, ""));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("model_not_allowed").contains("permission_error");
  }

  @Test
  void aKeyForOneNetworkIsRefusedElsewhereBehindATrustedProxyToo() {
    ApiKey key =
        key(
            named("network")
                .access(
                    new Access(
                        Set.of(), Set.of(), null, List.of(Network.parse("198.51.100.0/24")))),
            403);

    assertThat(from(key, "198.51.100.9").statusCode()).isEqualTo(200);
    assertThat(from(key, "203.0.113.9").statusCode()).isEqualTo(403);
    assertThat(from(key, "198.51.100.9, 203.0.113.9").statusCode())
        .as("what the client wrote itself")
        .isEqualTo(403);
    assertThat(from(key, "203.0.113.9").body()).contains("network_not_allowed");
  }

  @Test
  void whileTheBrokerDoesNotAnswerKeysAreRefusedAfterTheBoundAndOpenAgainByThemselves(
      KafkaFixture kafka) {
    assertThat(edge.get("/v1/models").statusCode()).isEqualTo(200);

    kafka.freeze();
    try {
      assertThat(edge.get("/v1/models").statusCode()).as("within the bound").isEqualTo(200);
      await()
          .atMost(FRESHNESS_MAX.plusSeconds(2))
          .until(() -> edge.get("/v1/models").statusCode() == 503);
      HttpResponse<String> refused = edge.get("/v1/models");
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(refused.body()).contains("\"unavailable\"");
    } finally {
      kafka.thaw();
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> edge.get("/v1/models").statusCode() == 200);
  }

  @Test
  void aFloodOfInvalidKeysAsksRedisNothing() {
    assertThat(edge.get("/v1/models").statusCode()).isEqualTo(200);
    await().until(() -> redis.sync().hexists(RedisNames.KEY_USES, "key-1"));
    String invalid = edge.key().reveal().substring(0, 51) + "!";
    long before = commands();

    for (int i = 0; i < 500; i++) {
      assertThat(
              edge.send(
                      HttpRequest.newBuilder(edge.chat(""), (_, _) -> true)
                          .setHeader("Authorization", "Bearer " + invalid)
                          .build())
                  .statusCode())
          .isEqualTo(401);
    }

    // The question itself is one; the edge looks after its own connections now and then.
    assertThat(commands() - before).isLessThan(20);
  }

  @Test
  void whenAKeyWasUsedIsToldInTime() {
    ApiKey key = key(named("used"));

    await().until(() -> redis.sync().hexists(RedisNames.KEY_USES, "used"));

    long at = Long.parseLong(redis.sync().hget(RedisNames.KEY_USES, "used"));
    assertThat(at).isCloseTo(System.currentTimeMillis(), within(60_000L));
    redis.sync().del(RedisNames.KEY_USES);
    assertThat(edge.with(key, "/v1/models").statusCode()).isEqualTo(200);
    await().until(() -> redis.sync().hexists(RedisNames.KEY_USES, "used"));
  }

  private long commands() {
    return redis
        .sync()
        .info("stats")
        .lines()
        .filter(line -> line.startsWith("total_commands_processed:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> from(ApiKey key, String forwardedFor) {
    return edge.send(
        HttpRequest.newBuilder(edge.request("/v1/models").build(), (_, _) -> true)
            .setHeader("Authorization", "Bearer " + key.reveal())
            .header("X-Forwarded-For", forwardedFor)
            .build());
  }

  private static PrincipalBuilder named(String key) {
    return principal("keys", key);
  }

  private ApiKey key(PrincipalBuilder principal) {
    return key(principal, 200);
  }

  private ApiKey key(PrincipalBuilder principal, int known) {
    ApiKey key = ApiKey.mint(random);
    edge.publish(key, principal.build());
    await().until(() -> edge.with(key, "/v1/models").statusCode() == known);
    return key;
  }
}
