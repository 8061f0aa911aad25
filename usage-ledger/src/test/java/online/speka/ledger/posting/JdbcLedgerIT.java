package online.speka.ledger.posting;

import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.PostgresFixture;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class JdbcLedgerIT extends LedgerContract {

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.create();

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  Ledger newLedger() {
    database.clear();
    return database.ledger(clock);
  }

  @Override
  void addPrice(ModelId model, Prices prices, Instant validFrom) {
    database.addPrice(model, prices, validFrom);
  }

  @Override
  void addTenant(TenantId tenant) {
    database.addTenant(tenant);
  }

  @Override
  int bills() {
    return database.count("job_bill");
  }

  @Override
  BigInteger charged() {
    return database
        .jdbc()
        .sql(
            """
            select coalesce(sum(amount), 0) from posting
              join account using (account_id) where kind = 'REVENUE'
            """)
        .query(BigDecimal.class)
        .single()
        .toBigIntegerExact();
  }

  @Test
  void twoLedgersAndTheSameFactsAtTheSameTimeGiveEveryJobOneBill() throws Exception {
    // Given
    List<JobEvent> facts = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      facts.add(Facts.completed(Facts.jobId(random), USAGE));
    }
    List<Callable<List<Receipt>>> ledgers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<JobEvent> shuffled = new ArrayList<>(facts);
      Collections.shuffle(shuffled, new Random(i));
      ledgers.add(() -> postInBatches(database.ledger(clock), shuffled, 250));
    }

    // When
    List<Disposition> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Receipt>> receipts : threads.invokeAll(ledgers)) {
        receipts.get().forEach(receipt -> done.add(receipt.disposition()));
      }
    }

    // Then
    assertThat(done).filteredOn(Disposition.Posted.class::isInstance).hasSize(2_000);
    assertThat(done).filteredOn(Disposition.Duplicate.class::isInstance).hasSize(6_000);
    assertThat(bills()).isEqualTo(2_000);
    assertThat(database.count("posting")).isEqualTo(4_000);
    assertThat(charged()).isEqualTo(2_000 * AMOUNT);
  }

  /** Parts of the same requests in the hands of different ledgers: one of them sees them all. */
  @Test
  void fourLedgersWithDifferentPartsOfTheSameRequestsGiveEveryRequestOneBill() throws Exception {
    // Given
    int requests = 150;
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      ids.add(Facts.jobId(random));
    }
    List<Callable<List<Receipt>>> ledgers = new ArrayList<>();
    for (int index = 0; index < 4; index++) {
      List<JobEvent> parts = new ArrayList<>();
      for (JobId request : ids) {
        parts.add(part(request, index, 4, 10));
      }
      Collections.shuffle(parts, new Random(index));
      ledgers.add(() -> postInBatches(database.ledger(clock), parts, 50));
    }

    // When
    List<Disposition> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Receipt>> receipts : threads.invokeAll(ledgers)) {
        receipts.get().forEach(receipt -> done.add(receipt.disposition()));
      }
    }

    // Then
    assertThat(done).filteredOn(Disposition.RequestPosted.class::isInstance).hasSize(requests);
    assertThat(done).filteredOn(Disposition.PartKept.class::isInstance).hasSize(3 * requests);
    assertThat(bills()).isEqualTo(requests);
    assertThat(charged()).isEqualTo(40L * requests);
  }

  @Test
  void aValueTheDatabaseCannotHoldRefusesTheBatchAsAWhole() {
    TenantId unstorable = new TenantId("nul\0nul");
    JobEvent bad =
        Facts.completed(
            Facts.job(Facts.jobId(random), Facts.CHAT, unstorable, Facts.ACCEPTED),
            Facts.FIRST,
            USAGE);
    JobEvent good = Facts.completed(Facts.jobId(random), USAGE);

    assertThatThrownBy(() -> post(good, bad))
        .isInstanceOfSatisfying(
            LedgerRefusedException.class, e -> assertThat(e.sqlState()).startsWith("22"));

    assertThat(bills()).isZero();
  }

  @Test
  void aDatabaseThatIsAwayRefusesNothing(PostgresFixture postgres) {
    postgres.kill();
    try {
      assertThatThrownBy(() -> post(Facts.completed(Facts.jobId(random), USAGE)))
          .isInstanceOf(LedgerUnavailableException.class);
    } finally {
      postgres.restart();
    }
  }

  @Test
  void momentsSurviveAZoneFarFromUtcToTheMicrosecond() {
    post(Facts.completed(Facts.job(Facts.jobId(random)), new Attempt(7, 3), Usage.of(1, 1)));

    assertThat(moment("submitted_at")).isEqualTo(Facts.ACCEPTED);
    assertThat(moment("ended_at")).isEqualTo(Facts.ACCEPTED.plusMillis(1682));
    assertThat(moment("posted_at")).isEqualTo(Instant.parse("2026-03-29T00:59:58.123456Z"));
  }

  private static Instant moment(String column) {
    return database
        .jdbc()
        .sql("select " + column + " from job_bill")
        .query((row, _) -> row.getObject(1, java.time.OffsetDateTime.class).toInstant())
        .single();
  }

  private static List<Receipt> postInBatches(Ledger ledger, List<JobEvent> facts, int batch) {
    List<Receipt> receipts = new ArrayList<>();
    for (int at = 0; at < facts.size(); at += batch) {
      receipts.addAll(ledger.post(facts.subList(at, Math.min(facts.size(), at + batch))));
    }
    return receipts;
  }
}
