package online.speka.ledger.books;

import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class JdbcBooksIT {

  private static final TenantId STRANGER = new TenantId("stranger");
  private static final long CHARGED = 100;

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.create();
  private final Random random = new Random(11);
  private Books books;
  private JobId job;

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void billOneJob() {
    database.clear();
    database.addTenant(LOCAL);
    database.addPrice(Facts.CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH);
    job = Facts.jobId(random);
    database.ledger(clock).post(List.of(Facts.completed(job, Usage.of(CHARGED, 0))));
    books = new JdbcBooks(database.jdbc(), database.transactions(), clock);
  }

  @Test
  void aTopUpIsInTheBalanceAtOnceAndRaisesItsVersion() {
    Balance before = books.balance(LOCAL).orElseThrow();

    Entered entered = books.enter(entry(new Movement.TopUp(LOCAL, credits(500))));

    assertThat(entered)
        .isInstanceOfSatisfying(
            Entered.Posted.class, posted -> assertThat(posted.amount()).isEqualTo(credits(500)));
    assertThat(before.microCredits()).isEqualTo(-CHARGED);
    Balance after = books.balance(LOCAL).orElseThrow();
    assertThat(after.microCredits()).isEqualTo(500 - CHARGED);
    assertThat(after.version()).isGreaterThan(before.version());
    assertBalancesAreTheFold();
  }

  @Test
  void theSameEntryAgainMovesNothingAndGetsTheSameAnswer() {
    Entry entry = entry(new Movement.TopUp(LOCAL, credits(500)));

    Entered first = books.enter(entry);
    clock.advance(java.time.Duration.ofHours(1));
    Entered again = books.enter(entry);

    assertThat(again).isEqualTo(first);
    assertThat(balance()).isEqualTo(500 - CHARGED);
  }

  @Test
  void anotherEntryUnderTheSameIdIsRefused() {
    UUID id = UUID.randomUUID();
    Movement movement = new Movement.TopUp(LOCAL, credits(500));
    books.enter(new Entry(id, movement, "invoice 7", "ann"));

    assertThat(
            List.of(
                books.enter(
                    new Entry(id, new Movement.TopUp(LOCAL, credits(501)), "invoice 7", "ann")),
                books.enter(
                    new Entry(id, new Movement.Grant(LOCAL, credits(500)), "invoice 7", "ann")),
                books.enter(new Entry(id, movement, "invoice 8", "ann")),
                books.enter(new Entry(id, movement, "invoice 7", "bob"))))
        .containsOnly(new Entered.Refused(Entered.Why.ID_IN_USE));
    assertThat(balance()).isEqualTo(500 - CHARGED);
  }

  @Test
  void aTenantThatDoesNotExistHasNoBooks() {
    assertThat(books.enter(entry(new Movement.TopUp(STRANGER, credits(1)))))
        .isEqualTo(new Entered.Refused(Entered.Why.NO_ACCOUNT));
    assertThat(books.balance(STRANGER)).isEmpty();
  }

  @Test
  void aJobIsRefundedInPartsAndNeverMoreThanItWasCharged() {
    Entry first = entry(new Movement.Refund(job, credits(60)));

    assertThat(books.enter(first)).isInstanceOf(Entered.Posted.class);
    assertThat(refund(41)).isEqualTo(new Entered.Refused(Entered.Why.MORE_THAN_CHARGED));
    assertThat(refund(40)).isInstanceOf(Entered.Posted.class);
    assertThat(refund(1)).isEqualTo(new Entered.Refused(Entered.Why.MORE_THAN_CHARGED));
    assertThat(books.enter(first)).isInstanceOf(Entered.Posted.class);

    assertThat(balance()).isZero();
    assertThat(revenue()).isZero();
    assertBalancesAreTheFold();
  }

  @Test
  void aJobWithoutABillIsNotRefunded() {
    assertThat(books.enter(entry(new Movement.Refund(Facts.jobId(random), credits(1)))))
        .isEqualTo(new Entered.Refused(Entered.Why.NO_BILL));
  }

  @Test
  void ofManyRefundsAtTheSameTimeOnlyAsManyAreMadeAsTheChargeHolds() throws Exception {
    // Given
    List<Callable<Entered>> refunds = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      refunds.add(() -> refund(30));
    }

    // When
    List<Entered> answers = atTheSameTime(refunds);

    // Then
    assertThat(answers).filteredOn(Entered.Posted.class::isInstance).hasSize(3);
    assertThat(balance()).isEqualTo(-10);
    assertBalancesAreTheFold();
  }

  @Test
  void theSameEntryByManyAtTheSameTimeIsOneEntry() throws Exception {
    // Given
    Entry topUp = entry(new Movement.TopUp(LOCAL, credits(500)));
    Entry refund = entry(new Movement.Refund(job, credits(CHARGED)));
    List<Callable<Entered>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(() -> books.enter(topUp));
      all.add(() -> books.enter(refund));
    }

    // When
    List<Entered> answers = atTheSameTime(all);

    // Then
    assertThat(answers).allMatch(Entered.Posted.class::isInstance);
    assertThat(answers.stream().distinct()).hasSize(2);
    assertThat(balance()).isEqualTo(500);
    assertBalancesAreTheFold();
  }

  @Test
  void aDebtIsWrittenOffAndNothingThatIsNotOwed() {
    assertThat(writeOff(101)).isEqualTo(new Entered.Refused(Entered.Why.MORE_THAN_OWED));
    assertThat(writeOff(100)).isInstanceOf(Entered.Posted.class);
    assertThat(writeOff(1)).isEqualTo(new Entered.Refused(Entered.Why.MORE_THAN_OWED));
    assertThat(balance()).isZero();
  }

  @Test
  void balancesAreTheFoldOfPostingsWhateverIsWrittenByWhomever() throws Exception {
    // Given
    List<Callable<Entered>> work = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long amount = 1 + random.nextInt(1000);
      Movement movement =
          switch (random.nextInt(4)) {
            case 0 -> new Movement.TopUp(LOCAL, credits(amount));
            case 1 -> new Movement.Grant(LOCAL, credits(amount));
            case 2 -> new Movement.GrantExpiry(LOCAL, credits(amount));
            default -> new Movement.Adjustment(LOCAL, credits(-amount));
          };
      JobId charged = Facts.jobId(random);
      work.add(() -> books.enter(entry(movement)));
      work.add(
          () -> {
            database.ledger(clock).post(List.of(Facts.completed(charged, Usage.of(amount, 0))));
            return new Entered.Refused(Entered.Why.NO_BILL);
          });
    }

    // When
    atTheSameTime(work);

    // Then
    assertBalancesAreTheFold();
    assertThat(sum("select sum(balance) from account_balance")).isZero();
    assertThat(database.count("job_bill")).isEqualTo(201);
  }

  /** Whoever does it, with the program or without. */
  @Test
  void theDatabaseItselfRefusesARefundBeyondTheCharge() {
    assertThatThrownBy(
            () ->
                database
                    .transactions()
                    .executeWithoutResult(
                        _ -> {
                          UUID id = UUID.randomUUID();
                          database
                              .jdbc()
                              .sql(
                                  """
                                  insert into ledger_transaction
                                    (transaction_id, kind, job_id, posted_at, reason, entered_by)
                                  values (?, 'REFUND', ?, now(), 'a slip', 'psql')
                                  """)
                              .params(id, job.value())
                              .update();
                          database
                              .jdbc()
                              .sql(
                                  """
                                  insert into posting
                                  select ?, row_number() over (), account_id,
                                         case kind when 'TENANT' then 101 else -101 end
                                    from account where kind in ('TENANT', 'REVENUE')
                                  """)
                              .params(id)
                              .update();
                        }))
        .hasMessageContaining("was charged 100 and refunded 101");
    assertThat(balance()).isEqualTo(-CHARGED);
  }

  private Entered refund(long amount) {
    return books.enter(entry(new Movement.Refund(job, credits(amount))));
  }

  private Entered writeOff(long amount) {
    return books.enter(entry(new Movement.WriteOff(LOCAL, credits(amount))));
  }

  private BigInteger balance() {
    return books.balance(LOCAL).orElseThrow().microCredits();
  }

  private static BigInteger revenue() {
    return sum(
        "select balance from account_balance join account using (account_id) where kind ="
            + " 'REVENUE'");
  }

  private static void assertBalancesAreTheFold() {
    assertThat(
            sum(
                """
                select count(*) from (
                  select account_id, sum(amount) as fold from posting group by account_id) f
                full join account_balance b using (account_id)
                where f.fold is distinct from b.balance
                """))
        .isZero();
  }

  private static BigInteger sum(String query) {
    return database.jdbc().sql(query).query(BigDecimal.class).single().toBigIntegerExact();
  }

  private static <T> List<T> atTheSameTime(List<Callable<T>> work) throws Exception {
    List<T> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> future : threads.invokeAll(work)) {
        done.add(future.get());
      }
    }
    return done;
  }

  private static Entry entry(Movement movement) {
    return new Entry(UUID.randomUUID(), movement, "a reason", "somebody");
  }

  private static MicroCredits credits(long value) {
    return new MicroCredits(value);
  }
}
