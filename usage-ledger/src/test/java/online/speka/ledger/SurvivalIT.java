package online.speka.ledger;

import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.usage.Usage;
import online.speka.ledger.reporting.BooksCheck;
import online.speka.ledger.reporting.Reports;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.PostgresFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole ledger while things die around it. */
@WithServices({KAFKA, POSTGRES})
class SurvivalIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String READY = "/actuator/health/readiness";
  private static final String RETRIES = "speka.ledger.retries";

  private final Random random = new Random(99);
  private final KafkaFixture kafka;
  private final OutcomesTopic topic;
  private final Path catalog;

  private PostgresDatabase database;

  SurvivalIT(KafkaFixture kafka, @TempDir Path directory) {
    this.kafka = kafka;
    this.topic = new OutcomesTopic(kafka);
    this.catalog = TestCatalog.write(directory, 1_000_000, 1_000_000, 1_000_000);
  }

  @BeforeEach
  void freshBooks(PostgresFixture postgres) {
    database = postgres.newDatabase();
    topic.skipToEnd();
  }

  @AfterEach
  void close() {
    topic.close();
  }

  @Test
  void everyJobIsBilledOnceThoughItsFactsComeThreeTimesAndTheDatabaseDies(
      PostgresFixture postgres) {
    // Given
    int jobs = 2_000;
    List<JobEvent> facts = new ArrayList<>();
    long truth = 0;
    for (int i = 0; i < jobs; i++) {
      JobId job = Facts.jobId(random);
      long tokens = 1 + random.nextLong(1_000);
      truth += tokens;
      for (int copy = 0; copy < 3; copy++) {
        facts.add(Facts.attemptFailed(job, Facts.FIRST));
        facts.add(Facts.completed(Facts.job(job), Facts.SECOND, Usage.of(tokens, 0)));
      }
    }
    Collections.shuffle(facts, random);

    // When
    try (RunningLedger ledger = start()) {
      write(facts.subList(0, jobs));
      await().atMost(PATIENCE).until(() -> count("job_bill") > 0);
      postgres.kill();
      write(facts.subList(jobs, 2 * jobs));
      await().atMost(PATIENCE).until(() -> ledger.counter(RETRIES) > 0);
      postgres.restart();
      await().atMost(PATIENCE).until(() -> topic.committed() == topic.written());
    }
    try (RunningLedger ledger = start()) {
      write(facts.subList(2 * jobs, facts.size()));
      await().atMost(PATIENCE).until(() -> topic.committed() == topic.written());

      // Then
      BooksCheck books = ledger.bean(Reports.class).check(Instant.now());
      assertThat(books.isBalanced()).isTrue();
      assertThat(books.billed()).isEqualTo(truth);
      assertThat(count("job_bill")).isEqualTo(jobs);
      assertThat(count("posting")).isEqualTo(2 * jobs);
      assertThat(count("failed_attempt")).isEqualTo(jobs);
    }
  }

  @Test
  void aStopInMidStreamLeavesNothingHalfDone() {
    // Given
    long before = topic.written();
    List<JobEvent> facts = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      facts.add(Facts.completed(Facts.jobId(random), Usage.of(1, 0)));
    }
    write(facts);

    // When
    try (RunningLedger _ = start("--speka.ledger.intake.batch-max=20")) {
      await().atMost(PATIENCE).until(() -> count("job_bill") > 0);
    }

    // Then
    int billed = count("job_bill");
    assertThat(billed).isBetween(1, facts.size() - 1);
    assertThat(topic.committed() - before).isEqualTo(billed);
    assertThat(count("posting")).isEqualTo(2 * billed);
  }

  @Test
  void kafkaMayGoAndComeBack() {
    JobId before = Facts.jobId(random);
    JobId after = Facts.jobId(random);
    try (RunningLedger running = start()) {
      write(List.of(Facts.completed(before, Usage.of(1, 0))));
      await().atMost(PATIENCE).until(() -> running.hasBill(before));

      kafka.kill();
      // One that is started meanwhile waits for it, too.
      try (RunningLedger started = start()) {
        assertThat(started.getWithoutPassword(READY).statusCode()).isEqualTo(503);
        kafka.restart();

        await().atMost(PATIENCE).until(() -> started.getWithoutPassword(READY).statusCode() == 200);
        write(List.of(Facts.completed(after, Usage.of(1, 0))));
        await().atMost(PATIENCE).until(() -> running.hasBill(after));
        await().atMost(PATIENCE).until(() -> topic.committed() == topic.written());
      }
      JobId last = Facts.jobId(random);
      write(List.of(Facts.completed(last, Usage.of(1, 0))));
      await().atMost(PATIENCE).until(() -> running.hasBill(last));
    }
  }

  private void write(List<JobEvent> facts) {
    facts.forEach(topic::write);
    topic.flush();
  }

  private int count(String table) {
    return JdbcClient.create(database.dataSource())
        .sql("select count(*) from " + table)
        .query(Integer.class)
        .single();
  }

  private RunningLedger start(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--speka.ledger.bootstrap.fixtures[0].tenant=local";
    arguments[1] = "--speka.ledger.bootstrap.fixtures[0].key=" + Keys.MAIN;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return RunningLedger.start(database, kafka.bootstrapServers(), catalog, arguments);
  }
}
