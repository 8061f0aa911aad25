package online.speka.ledger.plans;

import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.books.TestBooks;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.funds.Reserved;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Allowances as entries in the books of a database whose zone is far from UTC. */
@WithServices(POSTGRES)
class AllowancesIT {

  private static final Instant JANUARY = Instant.parse("2026-01-20T10:00:00Z");
  private static final PlanId PLAN = new PlanId("small");

  private static LedgerDatabase database;

  private final Random random = new Random(3);
  private SettableClock clock;
  private AllowanceRounds rounds;
  private Plans plans;

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void aPrepaidOrganisationOnAPlan() {
    database.clear();
    database.addTenant(LOCAL);
    database.addPrice(Facts.CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH);
    clock = SettableClock.at(JANUARY);
    rounds = newRounds();
    plans =
        new PlanDesk(
            new JdbcPlans(database.jdbc()),
            rounds,
            database.transactions(),
            FundChanges.NONE,
            Reserved.UNKNOWN,
            clock);
    plans.define(new Plan(PLAN, new MicroCredits(1000)));
    assertThat(plans.bill(LOCAL, Billing.PREPAID)).isTrue();
    assertThat(plans.assign(LOCAL, Optional.of(PLAN))).isTrue();
  }

  @Test
  void theAllowanceIsThereAtOnceAndIsGrantedOnce() {
    rounds.runOnce();
    rounds.runOnce();

    assertThat(left()).isEqualTo(1000);
    assertThat(entries()).containsExactly("GRANT");
  }

  @Test
  void monthsThatPassedWithoutALedgerAreMadeUpFor() {
    spend(300, JANUARY);
    at("2026-04-01T00:00:00Z");

    rounds.runOnce();
    rounds.runOnce();

    assertThat(left()).isEqualTo(1000);
    assertThat(entries())
        .containsExactlyInAnyOrder(
            "GRANT", "GRANT_EXPIRY", "GRANT", "GRANT_EXPIRY", "GRANT", "GRANT_EXPIRY", "GRANT");
  }

  @Test
  void aBillAfterTheMonthsEndTakesNothingOfTheNextMonthsAllowance() {
    at("2026-02-01T00:00:00Z");
    rounds.runOnce();
    spend(300, JANUARY);

    assertThat(left()).as("before anybody has looked").isEqualTo(1000);
    rounds.runOnce();

    assertThat(left()).isEqualTo(1000);
    assertThat(plans.balances(LOCAL).orElseThrow().balance()).isEqualTo(1000);
    assertThat(plans.balances(LOCAL).orElseThrow().spentThisMonth()).isZero();
  }

  @Test
  void theLastSecondOfAMonthIsNotTheNextMonth() {
    at("2026-01-31T23:59:59.999Z");

    rounds.runOnce();

    assertThat(entries()).containsExactly("GRANT");
  }

  @Test
  void fourLedgersAtTheSameMomentMakeEveryEntryOnce() throws Exception {
    spend(200, JANUARY);
    at("2026-06-01T00:00:00Z");
    List<Callable<Void>> ledgers =
        Collections.nCopies(
            4,
            () -> {
              newRounds().runOnce();
              return null;
            });

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(new ArrayList<>(ledgers))) {
        done.get();
      }
    }

    assertThat(left()).isEqualTo(1000);
    assertThat(entries()).hasSize(11);
  }

  private AllowanceRounds newRounds() {
    return new AllowanceRounds(
        new JdbcPlans(database.jdbc()),
        new JdbcAllowances(database.jdbc(), TestBooks.in(database, clock)),
        database.transactions(),
        FundChanges.NONE,
        clock);
  }

  private void at(String moment) {
    clock.advance(java.time.Duration.between(clock.instant(), Instant.parse(moment)));
  }

  private void spend(long amount, Instant submittedAt) {
    var _ =
        database
            .ledger(clock)
            .post(
                List.of(
                    Facts.completed(
                        Facts.job(Facts.jobId(random), Facts.CHAT, LOCAL, submittedAt),
                        Facts.FIRST,
                        Usage.of(amount, 0))));
  }

  private static long left() {
    return database
        .jdbc()
        .sql("select unspent from fund_level where fund_id = 'balance'")
        .query(Long.class)
        .single();
  }

  private static List<String> entries() {
    return database
        .jdbc()
        .sql("select kind from ledger_transaction where kind <> 'JOB_CHARGE'")
        .query(String.class)
        .list();
  }
}
