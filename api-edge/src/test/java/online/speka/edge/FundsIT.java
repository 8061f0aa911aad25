package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import online.speka.contract.job.Job;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that have to be paid: 402, 503, and what is reserved meanwhile. */
@WithServices({KAFKA, REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FundsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FUND = "fund-1";
  private static final long PLENTY = 1_000_000_000;

  private RunningEdge edge;
  private RedisClient client;
  private FakeWorker worker;
  private FakeFunds funds;
  private TenantId tenant;
  private ApiKey key;

  @BeforeAll
  void start(KafkaFixture kafka, RedisFixture redis, @TempDir Path directory) throws IOException {
    edge =
        RunningEdge.start(
            kafka,
            redis,
            directory,
            "funds",
            "--speka.edge.joining.inputs-per-job-max=2",
            "--speka.edge.joining.jobs-in-flight-max=3",
            "--speka.edge.submission.delivery-timeout=1500ms",
            "--speka.edge.submission.request-timeout=700ms");
    client = redis.newClient();
    worker = new FakeWorker(kafka.bootstrapServers(), client, edge.topics());
    funds = new FakeFunds(client);
  }

  @AfterAll
  void stop() {
    funds.close();
    worker.close();
    client.close();
    edge.close();
  }

  @BeforeEach
  void aGenerationIsOpen() {
    edge.awaitReady();
    funds.begin();
    funds.finish();
    paidFrom(new Fund(FUND, Fund.Source.PREPAID_CREDIT));
    awaitGeneration(funds.generation());
  }

  @AfterEach
  void nothingIsHeld() {
    edge.awaitNothingHeld();
    worker.reset();
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBePaidIsRefusedForGoodAndSaysWhatIsUsedUp(Fund.Source source) throws Exception {
    // Given
    paidFrom(new Fund(FUND, source));
    funds.fill(tenant, FUND, 10, 1);

    // When
    HttpResponse<String> refused = edge.send(edge.chat(key, ""));

    // Then
    assertExhausted(refused, source.limitSource());
    assertThat(worker.seen()).isEmpty();
    assertThat(funds.reserved(tenant)).isEmpty();
  }

  @Test
  void theEmptiestOfSeveralFundsIsNamed() {
    paidFrom(new Fund("a", Fund.Source.PREPAID_CREDIT), new Fund("b", Fund.Source.PROJECT_BUDGET));
    funds.fill(tenant, "a", 100, 1);
    funds.fill(tenant, "b", 50, 1);

    assertExhausted(edge.send(edge.chat(key, "")), "project_budget");
  }

  @Test
  void whatAJobCanCostIsReservedUntilItsBill() throws Exception {
    // Given
    funds.fill(tenant, FUND, PLENTY, 1);

    // When
    CompletableFuture<HttpResponse<String>> answer = sent(edge.chat(key, ",\"max_tokens\":7"));
    FakeJob job = worker.next();

    // Then
    long cost = job.job().demand().reservation().value();
    assertThat(cost).isGreaterThan(4 * 7);
    assertThat(funds.sum(tenant, FUND)).isEqualTo(cost);
    assertThat(funds.reserved(tenant)).containsOnlyKeys(job.job().id());
    job.send(job.end(0, "{}"));
    assertThat(answer.join().statusCode()).isEqualTo(200);
    edge.awaitNothingHeld();
    assertThat(funds.sum(tenant, FUND)).isEqualTo(cost);
    funds.settle(tenant, job.job().id(), new Left(FUND, PLENTY - 1, 2));
    assertThat(funds.sum(tenant, FUND)).isZero();
  }

  @Test
  void ofManyAtOnceExactlyAsManyAreTakenAsCanBePaid() throws Exception {
    // Given room for three and a half of them
    funds.fill(tenant, FUND, cost() * 7 / 2, 1);
    worker.script(job -> job.send(job.end(0, "{}")));

    // When
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 60).mapToObj(_ -> sent(edge.chat(key, ""))).toList();

    // Then
    List<Integer> statuses = answers.stream().map(answer -> answer.join().statusCode()).toList();
    assertThat(statuses).containsOnly(200, 402);
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(3);
    assertThat(funds.sum(tenant, FUND)).isEqualTo(3 * cost());
  }

  @Test
  void aLimitIsNamedBeforeAnEmptyFund() {
    // Given
    publish(
        List.of(new Fund(FUND, Fund.Source.PREPAID_CREDIT)),
        new Limit(Limit.Scope.KEY, Limit.Unit.TOKENS, 5, Duration.ofDays(1)));
    funds.fill(tenant, FUND, 0, 1);

    assertThat(edge.send(edge.chat(key, "")).statusCode()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, '{\"messages\":[]}', 400",
    "/v1/responses, '{\"model\":\"MODEL\",\"input\":\"Hi\"}', 402",
    "/v1/completions, '{\"model\":\"MODEL\",\"prompt\":\"Hi\"}', 402",
    "/v1/images/generations, '{\"model\":\"IMAGE\",\"prompt\":\"Hi\"}', 402",
    "/v1/embeddings, '{\"model\":\"EMBED\",\"input\":\"Hi\"}', 402"
  })
  void everyEndpointAsksAfterItHasReadTheRequest(String path, String body, int status) {
    // Given
    funds.fill(tenant, FUND, 0, 1);

    // When
    String named =
        body.replace("MODEL", edge.chatModel())
            .replace("IMAGE", edge.imageModel())
            .replace("EMBED", edge.embeddingModel());
    HttpResponse<String> response = edge.send(paying(edge.post(path, named.getBytes(UTF_8))));

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(funds.reserved(tenant)).isEmpty();
  }

  @Test
  void aRequestInPartsReservesOnceForAllOfThem() throws Exception {
    // Given
    funds.fill(tenant, FUND, PLENTY, 1);

    // When
    CompletableFuture<HttpResponse<String>> answer = sent(embeddings());
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      jobs.add(worker.next().job());
    }

    // Then
    assertThat(funds.reserved(tenant)).containsOnlyKeys(jobs.getFirst().part().request());
    answer.cancel(true);
  }

  @Test
  void nobodyPaysWhileNoGenerationIsOpenAndOthersGoOn() throws Exception {
    // Given
    worker.script(job -> job.send(job.end(0, "{}")));
    funds.begin();
    funds.fill(tenant, FUND, PLENTY, 1);
    awaitGeneration(0);

    // Then
    assertUnavailable(edge.send(edge.chat(key, "")));
    assertThat(edge.send(edge.chat("")).statusCode()).isEqualTo(200);
    assertThat(funds.reserved(tenant)).isEmpty();

    // When
    funds.finish();

    // Then
    await().until(() -> edge.send(edge.chat(key, "")).statusCode() == 200);
  }

  @Test
  void aFundOfWhichNothingIsKnownIsNotGuessed() {
    assertUnavailable(edge.send(edge.chat(key, "")));
  }

  @Test
  void aRedisThatCameBackIsNotBelievedUntilTheLedgerSaysSo(RedisFixture redis) throws Exception {
    // Given a request that is in the middle of its parts
    funds.fill(tenant, FUND, PLENTY, 1);
    CompletableFuture<HttpResponse<String>> answer = sent(embeddings());
    Job part = worker.next().job();
    long cost = funds.sum(tenant, FUND);

    // When Redis comes back with all its data
    redis.kill();
    redis.restart();
    await().atMost(Duration.ofSeconds(10)).until(edge::isReady);

    // Then
    assertUnavailable(edge.send(edge.chat(key, "")));
    funds.begin();
    funds.fill(tenant, FUND, PLENTY, 2);
    await().until(() -> funds.sum(tenant, FUND) == cost);
    assertThat(funds.reserved(tenant)).containsOnlyKeys(part.part().request());
    assertUnavailable(edge.send(edge.chat(key, "")));
    worker.script(job -> job.send(job.end(0, "{}")));
    funds.finish();
    await().until(() -> edge.send(edge.chat(key, "")).statusCode() == 200);
    answer.cancel(true);
  }

  @Test
  void whatKafkaMayHaveStaysReserved(KafkaFixture kafka) {
    // Given
    funds.fill(tenant, FUND, PLENTY, 1);

    // When it takes the job, and its answer does not come in time
    kafka.freeze();
    HttpResponse<String> doubtful = edge.send(edge.chat(key, ""));
    kafka.thaw();

    // Then
    assertThat(doubtful.statusCode()).isEqualTo(503);
    awaitKafka();
    assertThat(funds.reserved(tenant)).hasSize(1);
    assertThat(funds.sum(tenant, FUND)).isEqualTo(cost());
  }

  private void awaitKafka() {
    worker.script(job -> job.send(job.end(0, "{}")));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> edge.send(edge.chat("")).statusCode() == 200);
  }

  private void awaitGeneration(long number) {
    await().until(() -> edge.gauge("speka.edge.funds.generation") == number);
  }

  /** Of the request that the tests send. */
  private long cost() {
    return 4 * 1000 + edge.chatBody().length + 256;
  }

  private HttpRequest embeddings() {
    return paying(
        edge.post(
            "/v1/embeddings",
            "{\"model\":\"%s\",\"input\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}"
                .formatted(edge.embeddingModel())
                .getBytes(UTF_8)));
  }

  private HttpRequest paying(HttpRequest request) {
    return HttpRequest.newBuilder(request, (_, _) -> true)
        .setHeader("Authorization", "Bearer " + key.reveal())
        .build();
  }

  private CompletableFuture<HttpResponse<String>> sent(HttpRequest request) {
    return edge.http().sendAsync(request, BodyHandlers.ofString());
  }

  /** A key of a new tenant. */
  private void paidFrom(Fund... from) {
    publish(List.of(from));
  }

  private void publish(List<Fund> from, Limit... limits) {
    tenant = new TenantId("t-" + UUID.randomUUID());
    key = ApiKey.mint(new SecureRandom());
    edge.publish(
        key,
        principal(tenant.value(), "k").funds(from.toArray(Fund[]::new)).limits(limits).build());
    await().until(() -> edge.with(key, "/v1/models").statusCode() == 200);
  }

  private static void assertExhausted(HttpResponse<String> response, String source) {
    assertThat(response.statusCode()).isEqualTo(402);
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.get("type").stringValue()).isEqualTo("insufficient_quota");
    assertThat(error.get("code").stringValue()).isEqualTo("insufficient_quota");
    assertThat(error.get("limit_source").stringValue()).isEqualTo(source);
    assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"unavailable\"").doesNotContain("limit_source");
    assertThat(Integer.parseInt(response.headers().firstValue("retry-after").orElseThrow()))
        .isBetween(1, 60);
  }
}
