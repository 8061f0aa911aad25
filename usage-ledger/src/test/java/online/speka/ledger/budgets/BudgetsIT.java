package online.speka.ledger.budgets;

import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.budgets.BudgetTerms.Period;
import online.speka.ledger.funds.FundChanges;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is spent, counted by the database, and the months of budgets. */
@WithServices(POSTGRES)
class BudgetsIT {

  private static final Spender ALL = new Spender.Organization(LOCAL);
  private static final Spender KEY = new Spender.Key(LOCAL, new KeyId("key_1"));
  private static final Instant FEBRUARY = Instant.parse("2026-02-28T23:59:59.5Z");
  private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.at(FEBRUARY);
  private final Random random = new Random(5);
  private final Told told = new Told();
  private final List<Integer> alerts = new ArrayList<>();
  private Budgets budgets;
  private BudgetMonths months;
  private ProjectId project;

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void begin() {
    database.clear();
    database.addTenant(LOCAL);
    database.addPrice(Facts.CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH);
    project =
        database
            .jdbc()
            .sql("select project_id from project where tenant_id = 'local'")
            .query((row, _) -> new ProjectId(row.getString(1)))
            .single();
    database
        .jdbc()
        .sql(
            """
            insert into api_key (key_id, key_hash, display_prefix, tenant_id, project_id, state,
                                 created_at, changed_at)
            select 'key_' || n, lpad(n::text, 64, '0'), 'sk', 'local', ?, 'ACTIVE', now(), now()
              from generate_series(1, 2) n
            """)
        .param(project.value())
        .update();
    database.jdbc().sql("delete from principal_outbox").update();
    budgets =
        new BudgetDesk(new JdbcBudgets(database.jdbc()), database.transactions(), told, clock);
    months =
        new BudgetMonths(
            new JdbcBudgetMonths(database.jdbc()),
            told,
            alerts::add,
            new BudgetsProperties(Duration.ofSeconds(1), Duration.ofSeconds(5), 2),
            clock);
  }

  @Test
  void aBillCountsAgainstTheBudgetsOfItsKeyItsProjectAndItsOrganisationOnly() {
    Budget ofAll = set(ALL, Period.MONTH, 1000);
    Budget ofProject = set(new Spender.Project(LOCAL, project), Period.TOTAL, 1000);
    Budget ofKey = set(KEY, Period.MONTH, 1000);
    Budget ofOther = set(new Spender.Key(LOCAL, new KeyId("key_2")), Period.MONTH, 1000);

    spend(40, FEBRUARY);
    spend(2, FEBRUARY);

    assertThat(spent(ofAll)).isEqualTo(42);
    assertThat(spent(ofProject)).isEqualTo(42);
    assertThat(spent(ofKey)).isEqualTo(42);
    assertThat(spent(ofOther)).isZero();
    assertThat(version(ofKey)).isEqualTo(3);
    assertThat(version(ofOther)).isOne();
  }

  @Test
  void theSameFactsTwiceAreSpentOnce() {
    Budget budget = set(ALL, Period.MONTH, 1000);
    JobEvent fact = fact(40, FEBRUARY);

    database.ledger(clock).post(List.of(fact));
    database.ledger(clock).post(List.of(fact));

    assertThat(spent(budget)).isEqualTo(40);
  }

  @Test
  void aBudgetCountsWhatTheMonthCostBeforeItWasMadeAndNotTheMonthBefore() {
    spend(40, FEBRUARY.minus(Duration.ofDays(28)));
    spend(2, FEBRUARY);

    assertThat(spent(set(ALL, Period.MONTH, 1000))).isEqualTo(2);
    assertThat(spent(set(KEY, Period.MONTH, 1000))).isEqualTo(2);
    assertThat(spent(set(ALL, Period.TOTAL, 1000))).as("counts from now on").isZero();
  }

  @Test
  void theNextMonthBeginsALittleLateAndABillOfTheOldOneStaysThere() {
    Budget budget = set(ALL, Period.MONTH, 1000);
    spend(40, FEBRUARY);
    clock.advance(Duration.ofSeconds(5));

    months.runOnce();
    assertThat(spent(budget)).as("clocks of edges may be slow").isEqualTo(40);
    clock.advance(Duration.ofSeconds(1));
    told.tenants.clear();
    long before = version(budget);
    months.runOnce();

    assertThat(spent(budget)).isZero();
    assertThat(version(budget)).isGreaterThan(before);
    assertThat(told.tenants).containsExactly(LOCAL);
    spend(7, FEBRUARY);
    assertThat(spent(budget)).isZero();
    spend(3, MARCH);
    assertThat(spent(budget)).isEqualTo(3);
  }

  @Test
  void thresholdsAreToldOnceInAMonth() {
    var _ = budgets.set(new BudgetTerms(ALL, Period.MONTH, credits(100), List.of(80, 50, 100)));
    spend(49, FEBRUARY);
    months.runOnce();
    assertThat(alerts).isEmpty();

    spend(31, FEBRUARY);
    months.runOnce();
    spend(1, FEBRUARY);
    months.runOnce();
    assertThat(alerts).containsExactly(50, 80);

    clock.advance(Duration.ofMinutes(1));
    months.runOnce();
    spend(50, MARCH);
    months.runOnce();
    assertThat(alerts).containsExactly(50, 80, 50);
  }

  @Test
  void aBudgetThatIsMadeSmallerIsToldOfAtOnce() {
    var _ = budgets.set(new BudgetTerms(ALL, Period.MONTH, credits(1000), List.of(90)));
    spend(100, FEBRUARY);
    var _ = budgets.set(new BudgetTerms(ALL, Period.MONTH, credits(100), List.of(90)));

    months.runOnce();

    assertThat(alerts).containsExactly(90);
    assertThat(budgets.list(LOCAL)).hasSize(1);
  }

  @Test
  void everyKeyThatABudgetHoldsForIsAnnouncedWhenItComesAndWhenItGoes() {
    set(KEY, Period.MONTH, 1000);
    assertThat(announced()).containsExactly("key_1");

    Budget ofAll = set(ALL, Period.MONTH, 1000);
    assertThat(announced()).containsExactlyInAnyOrder("key_1", "key_2");
    set(ALL, Period.MONTH, 2000);
    spend(1, FEBRUARY);
    assertThat(announced()).as("the same fund with another amount").isEmpty();

    assertThat(budgets.delete(LOCAL, ofAll.id())).isTrue();
    assertThat(announced()).containsExactlyInAnyOrder("key_1", "key_2");
    assertThat(budgets.delete(LOCAL, ofAll.id())).isFalse();
  }

  @Test
  void nobodyHasABudgetWhoDoesNotBelongToTheOrganisation() {
    assertThat(
            budgets.set(terms(new Spender.Organization(new TenantId("nobody")), Period.MONTH, 1)))
        .isEmpty();
    assertThat(budgets.set(terms(new Spender.Key(LOCAL, new KeyId("k")), Period.MONTH, 1)))
        .isEmpty();
    assertThat(budgets.set(terms(new Spender.Project(LOCAL, new ProjectId("p")), Period.MONTH, 1)))
        .isEmpty();
    assertThatThrownBy(() -> terms(ALL, Period.MONTH, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> terms(ALL, Period.MONTH, BudgetTerms.AMOUNT_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Bills and budgets at the same time: each bill is in what a budget begins with, or is added. */
  @Test
  void noBillFallsBetweenABudgetsBeginningAndItsCount() throws Exception {
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<JobEvent> facts = new ArrayList<>();
      for (int j = 0; j < 200; j++) {
        facts.add(fact(1, FEBRUARY));
      }
      work.add(
          () -> {
            for (JobEvent fact : facts) {
              database.ledger(clock).post(List.of(fact));
            }
            return null;
          });
    }
    for (Spender spender : List.of(ALL, KEY, new Spender.Project(LOCAL, project))) {
      for (int i = 0; i < 3; i++) {
        work.add(
            () -> {
              set(spender, Period.MONTH, 1000);
              return null;
            });
      }
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }

    assertThat(budgets.list(LOCAL))
        .hasSize(3)
        .allSatisfy(budget -> assertThat(budget.spent()).isEqualTo(BigInteger.valueOf(600)));
  }

  private Budget set(Spender spender, Period period, long amount) {
    return budgets.set(terms(spender, period, amount)).orElseThrow();
  }

  private static BudgetTerms terms(Spender spender, Period period, long amount) {
    return new BudgetTerms(spender, period, credits(amount), List.of());
  }

  private static MicroCredits credits(long amount) {
    return new MicroCredits(amount);
  }

  private void spend(long amount, Instant submittedAt) {
    var _ = database.ledger(clock).post(List.of(fact(amount, submittedAt)));
  }

  private JobEvent fact(long amount, Instant submittedAt) {
    Job job = Facts.job(Facts.jobId(random), Facts.CHAT, LOCAL, submittedAt);
    return Facts.completed(job, Facts.FIRST, Usage.of(amount, 0));
  }

  private long spent(Budget budget) {
    return budgets.list(LOCAL).stream()
        .filter(one -> one.id().equals(budget.id()))
        .findFirst()
        .orElseThrow()
        .spent()
        .longValueExact();
  }

  private static long version(Budget budget) {
    return database
        .jdbc()
        .sql("select version from fund_level where fund_id = ?")
        .param(budget.id())
        .query(Long.class)
        .single();
  }

  private static List<String> announced() {
    return database
        .jdbc()
        .sql("delete from principal_outbox returning key_id")
        .query(String.class)
        .list();
  }

  private static final class Told implements FundChanges {

    final List<TenantId> tenants = new ArrayList<>();

    @Override
    public synchronized void changed(Collection<TenantId> changed) {
      tenants.addAll(changed);
    }

    @Override
    public void made(TenantId tenant, String fund) {}
  }
}
