package online.speka.ledger;

import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.ledger.books.Books;
import online.speka.ledger.books.Entry;
import online.speka.ledger.books.Movement;
import online.speka.ledger.budgets.BudgetTerms;
import online.speka.ledger.budgets.Budgets;
import online.speka.ledger.budgets.Spender;
import online.speka.ledger.funds.EdgeOfATest;
import online.speka.ledger.funds.EdgeOfATest.Admission;
import online.speka.ledger.plans.Balances;
import online.speka.ledger.plans.Billing;
import online.speka.ledger.plans.Plan;
import online.speka.ledger.plans.PlanId;
import online.speka.ledger.plans.Plans;
import online.speka.ledger.pricing.NewPrice;
import online.speka.ledger.pricing.PriceBook;
import online.speka.ledger.pricing.PriceChange;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Redis says of a prepaid organisation, whatever dies. */
@WithServices({KAFKA, POSTGRES, REDIS})
class FundsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String BALANCE = Balances.FUND;
  private static final Usage COSTS_300 = Usage.of(300, 0);

  private final Random random = new Random();
  private final KafkaFixture kafka;
  private final RedisFixture redis;
  private final PostgresDatabase database;
  private final Path catalog;
  private final OutcomesTopic outcomes;
  private final EdgeOfATest edge;
  private KeyId key;
  private RunningLedger ledger;

  FundsIT(
      KafkaFixture kafka, RedisFixture redis, PostgresDatabase database, @TempDir Path directory) {
    this.kafka = kafka;
    this.redis = redis;
    this.database = database;
    this.catalog = TestCatalog.write(directory, 1_000_000, 0, 0);
    this.outcomes = new OutcomesTopic(kafka);
    this.edge = new EdgeOfATest(redis.newClient());
  }

  @BeforeEach
  void aPrepaidOrganisationWithThousand() {
    outcomes.skipToEnd();
    await().atMost(PATIENCE).ignoreExceptions().until(this::nothingIsUnfinished);
    ledger = start();
    await().atMost(PATIENCE).until(edge::isOpen);
    key = keyOf(Keys.MAIN);
    ledger.bean(Plans.class).bill(LOCAL, Billing.PREPAID);
    topUp(1000 - ledger.bean(Plans.class).balances(LOCAL).orElseThrow().balance().longValueExact());
    assertThat(edge.field(LOCAL, BALANCE, "left")).isEqualTo(1000);
  }

  @AfterEach
  void stop() {
    if (ledger != null) {
      ledger.close();
    }
    outcomes.close();
    edge.close();
  }

  @Test
  void aBillReplacesItsReservationAndWhatWasReservedBeyondItIsFreeAgain() {
    Job job = job(400);
    assertThat(edge.reserve(job, BALANCE)).isEqualTo(Admission.ADMITTED);
    assertThat(edge.reserve(job(601), BALANCE)).isEqualTo(Admission.NOT_ENOUGH);
    assertThat(edge.field(LOCAL, BALANCE, "r")).isEqualTo(400);
    assertThat(ledger.bean(Plans.class).balances(LOCAL).orElseThrow().spendable())
        .hasValueSatisfying(left -> assertThat(left).isEqualTo(600));
    long before = edge.field(LOCAL, BALANCE, "v");

    outcomes.write(Facts.completed(job, Facts.FIRST, COSTS_300));

    awaitSettled(700);
    assertThat(edge.field(LOCAL, BALANCE, "v")).isGreaterThan(before);
    assertThat(edge.reserve(job(700), BALANCE)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void edgesAreToldOfAPriceBeforeItBeginsAndAgainWhenRedisHasLostIt() {
    await().atMost(PATIENCE).until(() -> !edge.tariff().isEmpty());
    Instant start = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MICROS);
    Prices prices = new Prices(7_000_000, 1, 2);

    PriceChange change =
        ledger
            .bean(PriceBook.class)
            .set(new NewPrice(Facts.CHAT, prices, start, "ada", "it is worth it"));

    assertThat(change).isInstanceOf(PriceChange.Recorded.class);
    DatedPrices told = new DatedPrices(Facts.CHAT, start, prices);
    await().atMost(PATIENCE).until(() -> edge.tariff().contains(told));
    assertThat(edge.tariff())
        .extracting(DatedPrices::model)
        .contains(Facts.CHAT)
        .hasSizeGreaterThan(1);
    edge.loseTariff();
    await().atMost(PATIENCE).until(() -> edge.tariff().contains(told));
  }

  @Test
  void nobodyPaysMoreThanWasReserved() {
    Job job = job(400);
    assertThat(edge.reserve(job, BALANCE)).isEqualTo(Admission.ADMITTED);

    outcomes.write(Facts.completed(job, Facts.FIRST, Usage.of(5_000, 0)));

    awaitSettled(600);
    assertThat(ledger.counter("speka.ledger.bills.cut")).isOne();
  }

  @Test
  void aBudgetThatIsMadeNowBoundsTheNextRequest() {
    String budget =
        ledger
            .bean(Budgets.class)
            .set(
                new BudgetTerms(
                    new Spender.Key(LOCAL, key),
                    BudgetTerms.Period.MONTH,
                    new MicroCredits(500),
                    List.of()))
            .orElseThrow()
            .id();
    Job job = job(500);

    assertThat(edge.reserve(job, BALANCE, budget)).isEqualTo(Admission.ADMITTED);
    assertThat(edge.reserve(job(1), BALANCE, budget)).isEqualTo(Admission.NOT_ENOUGH);
    outcomes.write(Facts.completed(job, Facts.FIRST, COSTS_300));

    await().atMost(PATIENCE).until(() -> edge.field(LOCAL, budget, "r") == 0);
    assertThat(edge.field(LOCAL, budget, "left")).isEqualTo(200);
    assertThat(ledger.bean(Budgets.class).delete(LOCAL, budget)).isTrue();
  }

  @Test
  void aPlansAllowanceCanBeSpentAtOnce() {
    Plans plans = ledger.bean(Plans.class);
    plans.define(new Plan(new PlanId("small"), new MicroCredits(50)));

    assertThat(plans.assign(LOCAL, Optional.of(new PlanId("small")))).isTrue();

    assertThat(edge.field(LOCAL, BALANCE, "left")).isEqualTo(1050);
    assertThat(plans.assign(LOCAL, Optional.of(new PlanId("unknown")))).isFalse();
    assertThat(plans.assign(LOCAL, Optional.empty())).isTrue();
  }

  /** Redis dies after the bill's commit and before it is told of it. */
  @Test
  void aRestartedRedisKnowsReservationsThatStandAndBillsItWasNeverToldOf() throws Exception {
    // Given
    Job billed = job(400);
    Job running = job(250);
    Job never = job(100);
    for (Job job : List.of(billed, running, never)) {
      assertThat(edge.reserve(job, BALANCE)).isEqualTo(Admission.ADMITTED);
    }
    submit(billed);
    submit(running);
    long before = edge.generation().orElseThrow().number();

    // When
    redis.kill();
    outcomes.write(Facts.completed(billed, Facts.FIRST, COSTS_300));
    await().atMost(PATIENCE).until(() -> ledger.hasBill(billed.id()));
    redis.restart();

    // Then
    assertThat(edge.reserve(job(1), BALANCE)).isEqualTo(Admission.UNKNOWN);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> edge.isOpen() && edge.generation().orElseThrow().number() > before);
    assertThat(edge.field(LOCAL, BALANCE, "left")).isEqualTo(700);
    assertThat(edge.field(LOCAL, BALANCE, "r")).isEqualTo(250);
    assertThat(edge.isReserved(LOCAL, running.id())).isTrue();
    assertThat(edge.isReserved(LOCAL, never.id())).as("no edge has entered it").isFalse();
    assertThat(edge.reserve(job(451), BALANCE)).isEqualTo(Admission.NOT_ENOUGH);

    // And
    outcomes.write(Facts.completed(running, Facts.FIRST, Usage.of(250, 0)));
    awaitSettled(450);
  }

  @Test
  void aRedisThatLostItsDataIsOpenedAgain() {
    Job held = job(100);
    assertThat(edge.reserve(held, BALANCE)).isEqualTo(Admission.ADMITTED);
    long before = edge.generation().orElseThrow().number();

    redis.flush();

    await()
        .atMost(PATIENCE)
        .until(() -> edge.isOpen() && edge.generation().orElseThrow().number() > before);
    assertThat(edge.field(LOCAL, BALANCE, "left")).isEqualTo(1000);
  }

  @Test
  void aReservationOfWhichNoJobCameIsGivenBackAndOneThatWaitsInKafkaIsNot() throws Exception {
    // Given
    Job leaked = job(100);
    Job waiting = job(200);
    assertThat(edge.reserve(leaked, BALANCE)).isEqualTo(Admission.ADMITTED);
    assertThat(edge.reserve(waiting, BALANCE)).isEqualTo(Admission.ADMITTED);
    submit(waiting);
    ledger.close();

    // When
    ledger =
        start(
            "--speka.ledger.generations.submission-max=1ms",
            "--speka.ledger.generations.sweep-interval=200ms");

    // Then
    await().atMost(PATIENCE).until(() -> !edge.isReserved(LOCAL, leaked.id()));
    assertThat(edge.field(LOCAL, BALANCE, "r")).isEqualTo(200);
    outcomes.write(Facts.completed(waiting, Facts.FIRST, Usage.of(200, 0)));
    awaitSettled(800);
  }

  /** A ledger dies between its commit and telling Redis; what it did is read again or swept. */
  @Test
  void whatALedgerCouldNotTellAnotherTells() throws Exception {
    // Given
    Job job = job(400);
    assertThat(edge.reserve(job, BALANCE)).isEqualTo(Admission.ADMITTED);
    submit(job);
    ledger.close();
    try (RunningLedger silent = start("--spring.data.redis.url=redis://127.0.0.1:9")) {
      outcomes.write(Facts.completed(job, Facts.FIRST, COSTS_300));
      await().atMost(PATIENCE).until(() -> silent.hasBill(job.id()));
    }
    assertThat(edge.isReserved(LOCAL, job.id())).isTrue();

    // When
    ledger =
        start(
            "--speka.ledger.generations.submission-max=1ms",
            "--speka.ledger.generations.sweep-interval=200ms");

    // Then
    awaitSettled(700);
  }

  @Test
  void twoLedgersAgreeOnOneGeneration() {
    try (RunningLedger second = start()) {
      redis.kill();
      redis.restart();
      await().atMost(PATIENCE).ignoreExceptions().until(edge::isOpen);
      long opened = edge.generation().orElseThrow().number();
      Job job = job(400);
      await().atMost(PATIENCE).until(() -> edge.reserve(job, BALANCE) == Admission.ADMITTED);
      outcomes.write(Facts.completed(job, Facts.FIRST, COSTS_300));
      awaitSettled(700);

      assertThat(edge.generation())
          .contains(new FundsGeneration(opened, FundsGeneration.State.OPEN));
      assertThat(second.hasBill(job.id())).isTrue();
    }
  }

  private void awaitSettled(long left) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(edge.field(LOCAL, BALANCE, "r")).isZero();
              assertThat(edge.field(LOCAL, BALANCE, "left")).isEqualTo(left);
            });
  }

  private void topUp(long amount) {
    if (amount != 0) {
      ledger
          .bean(Books.class)
          .enter(
              new Entry(
                  UUID.randomUUID(),
                  new Movement.Adjustment(LOCAL, new MicroCredits(amount)),
                  "a test begins",
                  "test"));
    }
  }

  private Job job(long reservation) {
    Instant now = Instant.now();
    JobId id =
        new JobId(
            new UUID((now.toEpochMilli() << 16) | 0x7000, random.nextLong() >>> 2 | 1L << 63));
    return new Job(
        id,
        new Job.Target(Facts.CHAT, Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, true),
        new Job.Origin(LOCAL, key, new EdgeId("edge-1")),
        new Job.Window(now, now.plusSeconds(600)),
        new Job.Demand(10, 100, new MicroCredits(reservation), List.of()),
        null);
  }

  private void submit(Job job) throws ExecutionException, InterruptedException {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.jobs(job.model(), job.target().lane()), new byte[0]);
    JobHeaders.encode(job).forEach(header -> record.headers().add(header.name(), header.value()));
    try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
      producer.send(record).get();
    }
  }

  /** As dispatchers commit when all that was submitted has an outcome. */
  private boolean nothingIsUnfinished() throws InterruptedException, ExecutionException {
    TopicPartition jobs = new TopicPartition(Topics.jobs(Facts.CHAT, Lane.INTERACTIVE), 0);
    Admin admin = kafka.admin();
    if (!admin.listTopics().names().get().contains(jobs.topic())) {
      kafka.createTopic(jobs.topic(), 1, Map.of());
    }
    long end =
        admin.listOffsets(Map.of(jobs, OffsetSpec.latest())).partitionResult(jobs).get().offset();
    admin
        .alterConsumerGroupOffsets(
            Topics.DISPATCHER_GROUP, Map.of(jobs, new OffsetAndMetadata(end)))
        .all()
        .get();
    return true;
  }

  private KeyId keyOf(String text) {
    String hash = ApiKey.parse(text).orElseThrow().hash().hex();
    try (var connection = database.dataSource().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("select key_id from api_key where key_hash = '" + hash + "'")) {
      rows.next();
      return new KeyId(rows.getString(1));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunningLedger start(String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "--speka.ledger.bootstrap.key=" + Keys.MAIN,
                "--speka.ledger.generations.poll-interval=100ms",
                "--speka.ledger.generations.edges-wait=100ms",
                "--speka.ledger.funds.retry-interval=200ms"));
    arguments.addAll(List.of(more));
    String url = "--spring.data.redis.url=";
    if (arguments.stream().noneMatch(argument -> argument.startsWith(url))) {
      arguments.add(url + redis.uri());
    }
    return RunningLedger.start(
        database, kafka.bootstrapServers(), catalog, arguments.toArray(String[]::new));
  }
}
