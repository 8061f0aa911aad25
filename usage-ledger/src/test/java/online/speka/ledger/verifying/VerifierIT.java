package online.speka.ledger.verifying;

import static online.speka.ledger.Facts.CHAT;
import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithServices(POSTGRES)
class VerifierIT {

  private static final int JOBS = 30;

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.create();
  private final Random random = new Random(17);
  private final Verifier verifier =
      new Verifier(
          new JdbcSlices(database.jdbc()),
          new JdbcChecks(database.jdbc()),
          new VerifyingProperties(
              Duration.ofSeconds(1), 7, 2, Duration.ofHours(1), Duration.ofMinutes(1)),
          clock);
  private final Rebuild rebuild = new JdbcRebuild(database.jdbc(), database.transactions(), clock);

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void postSomeBills() {
    database.clear();
    database.addTenant(LOCAL);
    database.addPrice(CHAT, new Prices(1_000_000, 500_000, 4_000_000), Instant.EPOCH);
    for (int i = 0; i < JOBS / 10; i++) {
      post(10);
    }
  }

  @Test
  void rightBooksAreFoundRightInSlicesHoweverTheyBegin() {
    assertThat(verifier.last()).isEmpty();

    Findings found = findings();

    assertThat(found.isClean()).isTrue();
    assertThat(found.bills()).isEqualTo(JOBS);
    assertThat(found.transactions()).isEqualTo(JOBS);
    assertThat(found.difference()).isZero();
  }

  @Test
  void whatIsNewIsCheckedWithTheNextStep() {
    findings();
    post(10);

    verifier.runOnce();

    assertThat(verifier.last().orElseThrow().findings().bills()).isEqualTo(JOBS + 10);
    database.corrupt("update account_balance set balance = balance + 3 where account_id = 1");
    verifier.runOnce();
    assertThat(verifier.last().orElseThrow().findings().mistakes())
        .containsExactly(Map.entry(Mistake.BALANCE_WRONG, 1L));
    assertThat(verifier.last().orElseThrow().findings().difference()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TRANSACTION_UNBALANCED | delete from posting where line = 2 and transaction_id = (select min(transaction_id::text)::uuid from posting)
          CHARGE_WITHOUT_BILL    | delete from job_bill where job_id = (select min(job_id::text)::uuid from job_bill)
          CHARGE_WITHOUT_BILL    | update posting set amount = amount * 2
          BILL_WITHOUT_CHARGE    | delete from ledger_transaction where job_id = (select min(job_id::text)::uuid from job_bill)
          BILL_MISCALCULATED     | update job_bill set amount = amount + 1
          BILL_MISCALCULATED     | update job_bill set completion_tokens = completion_tokens + 1
          BILL_MISCALCULATED     | update price_version set prompt = prompt + 1000000
          BALANCE_WRONG          | update account_balance set balance = balance - 1 where account_id = 1
          BALANCE_WRONG          | delete from account_balance where account_id = 1
          """)
  void everyKindOfMistakeIsFoundInWhatIsOld(Mistake mistake, String corruption) {
    assertThat(findings().isClean()).isTrue();
    database.corrupt(corruption);
    clock.advance(Duration.ofHours(1));

    Findings found = findings();

    assertThat(found.mistakes()).containsKey(mistake);
    assertThat(found.difference()).isPositive();
  }

  @Test
  void whileATransactionIsOpenItsBillsAndThoseAfterItWaitAndNothingIsFoundWrong() {
    database
        .transactions()
        .executeWithoutResult(
            _ -> {
              database.jdbc().sql("select pg_current_xact_id()").query(String.class).single();
              Thread other = Thread.ofVirtual().start(() -> post(10));
              join(other);
              Findings meanwhile = inAnotherThread();
              assertThat(meanwhile.isClean()).isTrue();
              assertThat(meanwhile.bills()).isEqualTo(JOBS);
            });

    assertThat(findings().bills()).isEqualTo(JOBS + 10);
  }

  @Test
  void balancesAreMadeAnewFromPostings() {
    List<BigInteger> right = balances();
    database.corrupt("update account_balance set balance = 77");
    database.corrupt("delete from account_balance where account_id = 1");

    assertThat(rebuild.balances()).isEqualTo(2);

    assertThat(balances()).isEqualTo(right);
    assertThat(verifier.verifyAll().orElseThrow().findings().isClean()).isTrue();
    assertThat(rebuild.balances()).isZero();
  }

  @Test
  void chargesAreMadeAnewFromBills() {
    List<BigInteger> right = balances();
    database.corrupt("delete from posting");
    database.corrupt("delete from ledger_transaction");
    database.corrupt("delete from account_balance");
    assertThat(verifier.verifyAll().orElseThrow().findings().mistakes())
        .containsEntry(Mistake.BILL_WITHOUT_CHARGE, (long) JOBS);

    assertThat(rebuild.charges(20)).isEqualTo(20);
    assertThat(rebuild.charges(20)).isEqualTo(10);
    assertThat(rebuild.charges(20)).isZero();

    assertThat(balances()).isEqualTo(right);
    assertThat(verifier.verifyAll().orElseThrow().findings().isClean()).isTrue();
  }

  @Test
  void billsOfImagesAndOfWhatNobodyPaysAreRight() {
    JobId cancelled = Facts.jobId(random);
    database
        .ledger(clock)
        .post(
            List.of(
                Facts.completed(
                    Facts.jobId(random), Usage.of(3, new Images(2, ImageSize.DEFAULT, "hd"))),
                Facts.outcome(
                    Facts.job(cancelled),
                    Facts.FIRST,
                    Outcome.Status.CANCELLED,
                    Cause.CLIENT_GONE,
                    Usage.of(9, 0))));

    assertThat(findings().isClean()).isTrue();
    assertThat(
            database
                .jdbc()
                .sql("select amount from job_bill where job_id = ?")
                .param(UUID.fromString(cancelled.toString()))
                .query(Long.class)
                .single())
        .isZero();
  }

  /** Steps until all of it has been walked through. */
  private Findings findings() {
    for (int i = 0; i < 100; i++) {
      verifier.runOnce();
    }
    return verifier.last().orElseThrow().findings();
  }

  private Findings inAnotherThread() {
    List<Findings> found = new ArrayList<>();
    join(Thread.ofVirtual().start(() -> found.add(findings())));
    return found.getFirst();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void post(int jobs) {
    List<JobEvent> facts = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      facts.add(Facts.completed(Facts.jobId(random), Usage.of(random.nextInt(1, 50), 3)));
    }
    database.ledger(clock).post(facts);
  }

  private List<BigInteger> balances() {
    return database
        .jdbc()
        .sql("select balance from account_balance order by account_id")
        .query((row, _) -> row.getBigDecimal(1).toBigIntegerExact())
        .list();
  }
}
