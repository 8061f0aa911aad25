package online.speka.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.PostgresFixture;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a record of the outcomes topic to an answer of the API. */
@WithServices({KAFKA, POSTGRES})
class LedgerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static PostgresDatabase database;
  private static KafkaFixture kafka;
  private static Path catalog;
  private static RunningLedger ledger;

  private final Random random = new Random();

  @BeforeAll
  static void start(
      KafkaFixture kafkaOfTheJvm, PostgresDatabase databaseOfTheClass, @TempDir Path directory) {
    kafka = kafkaOfTheJvm;
    database = databaseOfTheClass;
    catalog = TestCatalog.write(directory, 1_000_000, 500_000, 4_000_000);
    ledger = startLedger(catalog);
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  private static RunningLedger startLedger(Path catalog) {
    return RunningLedger.start(
        database,
        kafka.bootstrapServers(),
        catalog,
        "--speka.ledger.intake.held-interval=200ms",
        "--speka.ledger.bootstrap.key=" + Keys.MAIN);
  }

  @Test
  void aBillSaysWhatWasUsedAtWhichPriceAndWhoPaid() {
    JobId job = Facts.jobId(random);

    JsonNode bill = billOf(job, new Usage(10, 4, 100, 30));

    assertThat(bill.get("job_id").asString()).isEqualTo(job.toString());
    assertThat(bill.get("tenant").asString()).isEqualTo("local");
    assertThat(bill.get("model").asString()).isEqualTo(Facts.CHAT.value());
    assertThat(bill.get("status").asString()).isEqualTo("completed");
    assertThat(bill.get("submitted_at").asString()).isEqualTo(Facts.ACCEPTED.toString());
    assertThat(bill.at("/usage/cached_prompt_tokens").asLong()).isEqualTo(4);
    assertThat(bill.at("/usage/reasoning_tokens").asLong()).isEqualTo(30);
    assertThat(bill.at("/price/completion").asLong()).isEqualTo(4_000_000);
    assertThat(bill.get("amount_micro_credits").asLong()).isEqualTo(6 + 2 + 400);
    assertThat(bill.at("/postings/0/account").asString()).isEqualTo("tenant:local");
    assertThat(bill.at("/postings/0/amount_micro_credits").asLong()).isEqualTo(-408);
    assertThat(bill.at("/postings/1/account").asString()).isEqualTo("revenue");
    assertThat(bill.at("/postings/1/amount_micro_credits").asLong()).isEqualTo(408);
  }

  @Test
  void aBillCanBeAskedForByTheIdOfTheCompletion() {
    JobId job = Facts.jobId(random);
    billOf(job, Usage.of(1, 1));

    JsonNode bill = ledger.json("/api/bills/chatcmpl-" + job.toString().replace("-", ""));

    assertThat(bill.get("job_id").asString()).isEqualTo(job.toString());
  }

  @Test
  void aBillTellsOfTheAttemptsThatFailedAndPaysForNone() {
    // Given
    JobId job = Facts.jobId(random);
    try (OutcomesTopic topic = new OutcomesTopic(kafka)) {
      topic.write(Facts.attemptFailed(job, Facts.FIRST));
      topic.write(Facts.completed(Facts.job(job), Facts.SECOND, Usage.of(10, 0)));
    }

    // When
    await().atMost(PATIENCE).until(() -> ledger.hasBill(job));
    JsonNode bill = ledger.json("/api/bills/" + job);

    // Then
    assertThat(bill.get("amount_micro_credits").asLong()).isEqualTo(10);
    assertThat(bill.get("attempts")).hasSize(2);
    assertThat(bill.at("/attempts/0/cause").asString()).isEqualTo("worker_lost");
    assertThat(bill.at("/attempts/0/billed").asBoolean()).isFalse();
    assertThat(bill.at("/attempts/1/number").asInt()).isEqualTo(2);
    assertThat(bill.at("/attempts/1/billed").asBoolean()).isTrue();
  }

  @Test
  void aRequestInPartsHasOneBillThatTellsOfItsParts() {
    // Given
    JobId request = Facts.jobId(random);
    JobId zero = Facts.jobId(random);
    JobId one = Facts.jobId(random);
    try (OutcomesTopic topic = new OutcomesTopic(kafka)) {
      topic.write(Facts.completed(Facts.part(one, request, 1, 2), Facts.SECOND, Usage.of(30, 0)));
      topic.write(Facts.completed(Facts.part(zero, request, 0, 2), Facts.FIRST, Usage.of(12, 0)));
    }

    // When
    await().atMost(PATIENCE).until(() -> ledger.hasBill(request));
    JsonNode bill = ledger.json("/api/bills/req_" + request.toString().replace("-", ""));

    // Then
    assertThat(bill.get("job_id").asString()).isEqualTo(request.toString());
    assertThat(bill.get("amount_micro_credits").asLong()).isEqualTo(42);
    assertThat(bill.at("/usage/prompt_tokens").asLong()).isEqualTo(42);
    assertThat(bill.get("parts")).hasSize(2);
    assertThat(bill.at("/parts/0/job_id").asString()).isEqualTo(zero.toString());
    assertThat(bill.at("/parts/0/status").asString()).isEqualTo("completed");
    assertThat(bill.at("/parts/1/index").asInt()).isOne();
    assertThat(bill.at("/parts/1/attempt").asInt()).isEqualTo(2);
    assertThat(bill.at("/parts/1/usage/prompt_tokens").asLong()).isEqualTo(30);
    assertThat(ledger.json("/api/bills/" + one)).isEqualTo(bill);
  }

  @Test
  void usageAndBalanceAreSumsOverBillsAndPostings() {
    // Given
    String span = "/api/usage?from=2026-02-28T00:00:00Z&to=2026-03-01T00:00:10Z";
    long jobsBefore = ledger.json(span).at("/total/jobs").asLong();
    billOf(Facts.jobId(random), Usage.of(1000, 0));

    // When
    JsonNode usage = ledger.json(span);
    JsonNode balance = ledger.json("/api/balance");

    // Then
    assertThat(usage.at("/total/jobs").asLong()).isEqualTo(jobsBefore + 1);
    assertThat(usage.at("/rows/0/tenant").asString()).isEqualTo("local");
    assertThat(usage.get("rows").values().stream().mapToLong(row -> row.get("jobs").asLong()).sum())
        .isEqualTo(jobsBefore + 1);
    assertThat(balance.get("sum_micro_credits").asLong()).isZero();
    assertThat(balance.at("/accounts/0/account").asString()).isEqualTo("tenant:local");
    assertThat(balance.at("/accounts/0/balance_micro_credits").asLong())
        .isEqualTo(-usage.at("/total/amount_micro_credits").asLong());
  }

  @Test
  void whatIsNoOutcomeIsKeptAsADeadLetterWithItsReason() {
    // Given
    String junk = "junk " + UUID.randomUUID();
    TenantId unstorable = new TenantId("nul\0" + random.nextInt());
    Job job = Facts.job(Facts.jobId(random), Facts.CHAT, unstorable, Facts.ACCEPTED);
    JobId next = Facts.jobId(random);
    try (OutcomesTopic topic = new OutcomesTopic(kafka)) {
      topic.write(Facts.CHAT.value(), junk.getBytes(UTF_8));
      topic.write(Facts.completed(job, Facts.FIRST, Usage.of(1, 1)));
      topic.write(Facts.completed(next, Usage.of(1, 1)));
    }

    // When
    await().atMost(PATIENCE).until(() -> ledger.hasBill(next));

    // Then
    assertThat(kafka.readAll(Topics.DEAD_LETTERS))
        .anySatisfy(
            letter -> {
              assertThat(new String(letter.value(), UTF_8)).isEqualTo(junk);
              assertThat(header(letter, "speka-reason")).isEqualTo("malformed");
              assertThat(header(letter, "speka-source")).startsWith("speka.outcomes/");
            })
        .anySatisfy(
            letter -> {
              assertThat(new String(letter.value(), UTF_8)).contains(job.id().toString());
              assertThat(header(letter, "speka-reason")).startsWith("sql state 22");
            });
  }

  @Test
  void anOutcomeOfAModelWithoutAPriceIsBilledAfterARestartWithOne(@TempDir Path directory) {
    // Given
    ModelId model = new ModelId("late/model");
    Job job = Facts.job(Facts.jobId(random), model, Facts.LOCAL, Facts.ACCEPTED);
    try (OutcomesTopic topic = new OutcomesTopic(kafka)) {
      topic.write(Facts.completed(job, Facts.FIRST, Usage.of(7, 0)));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> ledger.counter("speka.ledger.events", "result", "held") > 0);
    assertThat(ledger.hasBill(job.id())).isFalse();
    ledger.close();

    // When
    ledger = startLedger(TestCatalog.write(directory, model.value(), 3_000_000, 0, 0));

    // Then
    await().atMost(PATIENCE).until(() -> ledger.hasBill(job.id()));
    assertThat(ledger.json("/api/bills/" + job.id()).get("amount_micro_credits").asLong())
        .isEqualTo(21);
    JsonNode old = billOf(Facts.jobId(random), Usage.of(5, 0));
    assertThat(old.get("amount_micro_credits").asLong())
        .as("no longer in the catalog")
        .isEqualTo(5);
  }

  @Test
  void withoutADatabaseItSaysSoAndIsNotReadyUntilItIsBack(PostgresFixture postgres) {
    // Given
    String ready = "/actuator/health/readiness";
    await().atMost(PATIENCE).until(() -> ledger.getWithoutPassword(ready).statusCode() == 200);

    // When
    postgres.kill();

    // Then
    var answer = ledger.get("/api/balance");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(ledger.getWithoutPassword(ready).statusCode()).isEqualTo(503);
    assertThat(ledger.getWithoutPassword("/actuator/health/liveness").statusCode()).isEqualTo(200);

    postgres.restart();
    await().atMost(PATIENCE).until(() -> ledger.getWithoutPassword(ready).statusCode() == 200);
    billOf(Facts.jobId(random), Usage.of(1, 1));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static JsonNode billOf(JobId job, Usage usage) {
    try (OutcomesTopic topic = new OutcomesTopic(kafka)) {
      topic.write(Facts.completed(job, usage));
    }
    await().atMost(PATIENCE).until(() -> ledger.hasBill(job));
    return ledger.json("/api/bills/" + job);
  }
}
