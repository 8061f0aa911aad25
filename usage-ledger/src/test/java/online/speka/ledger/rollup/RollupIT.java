package online.speka.ledger.rollup;

import static online.speka.ledger.Facts.CHAT;
import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.ledger.reporting.UsageQuery;
import online.speka.ledger.reporting.UsageQuery.Dimension;
import online.speka.ledger.reporting.UsageQuery.Filter;
import online.speka.ledger.reporting.UsageQuery.Step;
import online.speka.ledger.reporting.UsageReportsFixture;
import online.speka.ledger.reporting.UsageTable;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class RollupIT {

  private static final ModelId OTHER = new ModelId("other");
  private static final TenantId ACME = new TenantId("acme");
  private static final Instant JANUARY = Instant.parse("2026-01-31T23:59:59.999999Z");
  private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
  private static final YearMonth JAN = YearMonth.of(2026, 1);

  private static LedgerDatabase database;

  private final SettableClock clock = SettableClock.create();
  private final Random random = new Random(23);
  private final RollupProperties properties =
      new RollupProperties(
          Duration.ofSeconds(1), 7, 100, Duration.ofHours(1), Duration.ofMinutes(1));
  private final JdbcRollup rollup = new JdbcRollup(database.jdbc(), database.transactions());
  private final Roller roller = new Roller(rollup, properties);
  private final MonthClose months =
      new JdbcMonthClose(database.jdbc(), database.transactions(), properties, clock);

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void addTenants() {
    database.clear();
    for (TenantId tenant : List.of(LOCAL, ACME)) {
      database.addTenant(tenant);
    }
    database.addPrice(CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH);
    database.addPrice(OTHER, new Prices(2_000_000, 0, 0), Instant.EPOCH);
  }

  @Test
  void aJobBelongsToTheHourTheDayAndTheMonthInWhichItEnded() {
    post(LOCAL, CHAT, JANUARY, 10);
    post(LOCAL, CHAT, FEBRUARY, 20);
    post(ACME, OTHER, FEBRUARY.plusSeconds(3599), 1);
    roller.runOnce();
    post(ACME, CHAT, FEBRUARY.plusSeconds(3600), 3);

    assertThat(amounts(Step.HOUR)).containsExactly("23:10", "00:22", "01:3");
    assertThat(amounts(Step.DAY)).containsExactly("00:10", "00:25");
    assertThat(amounts(Step.TOTAL)).containsExactly("-:35");
    assertThat(
            table(Step.MONTH, Set.of(Dimension.ORGANIZATION, Dimension.MODEL), Filter.ALL).rows())
        .extracting(row -> row.organization() + " " + row.model() + " " + amount(row))
        .containsExactly(
            "local " + CHAT + " 10",
            "acme " + CHAT + " 3",
            "acme other 2",
            "local " + CHAT + " 20");
    assertThat(table(Step.TOTAL, Set.of(), Filter.of(ACME)).rows())
        .singleElement()
        .satisfies(row -> assertThat(amount(row)).isEqualTo(5));
  }

  @Test
  void aReportIsTheSameBeforeWhileAndAfterBillsAreRolledUp() {
    for (int i = 0; i < 40; i++) {
      post(random.nextBoolean() ? LOCAL : ACME, random.nextBoolean() ? CHAT : OTHER, at(), 1 + i);
    }
    Set<Dimension> all = Set.of(Dimension.values());
    List<UsageTable.Row> before = table(Step.HOUR, all, Filter.ALL).rows();

    rollup.roll(7);
    assertThat(table(Step.HOUR, all, Filter.ALL).rows()).isEqualTo(before);
    roller.runOnce();
    roller.runOnce();

    assertThat(table(Step.HOUR, all, Filter.ALL).rows()).isEqualTo(before);
    assertThat(database.count("usage_hour")).isPositive();
  }

  @Test
  void aSpanThatCutsDaysIsTheSameByTheHourByTheDayAndInAll() {
    Instant begin = Instant.parse("2026-01-29T00:00:00Z");
    for (int i = 0; i < 60; i++) {
      post(LOCAL, CHAT, begin.plus(Duration.ofMinutes(random.nextInt(5 * 24 * 60))), 1 + i);
    }
    roller.runOnce();
    post(LOCAL, CHAT, begin.plus(Duration.ofHours(50)), 1000);

    for (int i = 0; i < 40; i++) {
      Instant from = begin.plus(Duration.ofHours(random.nextInt(110)));
      Instant to = from.plus(Duration.ofHours(1 + random.nextInt(60)));
      assertThat(sum(from, to, Step.DAY)).isEqualTo(sum(from, to, Step.HOUR));
      assertThat(sum(from, to, Step.TOTAL)).isEqualTo(sum(from, to, Step.HOUR));
    }
  }

  @Test
  void rollersAtTheSameTimeWhileBillsArePostedCountEachOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Object>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random own = new Random(i);
        work.add(
            () -> {
              for (int j = 0; j < 25; j++) {
                database.ledger(clock).post(List.of(fact(LOCAL, CHAT, JANUARY, 1, own)));
              }
              return own;
            });
        work.add(
            () -> {
              for (int j = 0; j < 20; j++) {
                roller.runOnce();
              }
              return own;
            });
      }
      for (Future<Object> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    roller.runOnce();

    assertThat(database.jdbc().sql("select sum(jobs) from usage_hour").query(Long.class).single())
        .isEqualTo(100);
    assertThat(database.jdbc().sql("select sum(jobs) from usage_day").query(Long.class).single())
        .isEqualTo(100);
    assertThat(amounts(Step.TOTAL)).containsExactly("-:100");
  }

  @Test
  void aClosedMonthKeepsItsFiguresAndWhatIsLateBelongsToTheFirstOpenHour() {
    post(LOCAL, CHAT, JANUARY, 10);
    ClosedMonth closed = close(JAN);

    post(LOCAL, CHAT, JANUARY, 5);
    assertThat(amounts(Step.HOUR)).containsExactly("23:10", "00:5");
    roller.runOnce();

    assertThat(amounts(Step.HOUR)).containsExactly("23:10", "00:5");
    assertThat(close(JAN)).isEqualTo(closed);
    assertThat(months.find(JAN)).contains(closed);
    assertThat(months.statement(JAN, LOCAL))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.kind()).isEqualTo("USAGE");
              assertThat(line.amountMicroCredits()).isEqualTo(-10);
              assertThat(line.jobs()).isEqualTo(1);
            });
    assertThat(close(YearMonth.of(2026, 2)).checksum()).isNotEqualTo(closed.checksum());
    assertThat(months.closed()).hasSize(2);
  }

  @Test
  void whatWasEnteredIsPartOfTheMonth() {
    post(LOCAL, CHAT, JANUARY, 10);
    enter("TOP_UP", 700, JANUARY);
    enter("TOP_UP", 50, JANUARY);
    enter("TOP_UP", 9, FEBRUARY);

    close(JAN);
    enter("ADJUSTMENT", -3, JANUARY);
    close(YearMonth.of(2026, 2));

    assertThat(months.statement(JAN, LOCAL))
        .extracting(line -> line.kind() + " " + line.jobs() + " " + line.amountMicroCredits())
        .containsExactly("USAGE 1 -10", "TOP_UP 2 750");
    assertThat(months.statement(YearMonth.of(2026, 2), LOCAL))
        .extracting(line -> line.kind() + " " + line.amountMicroCredits())
        .containsExactly("ADJUSTMENT -3", "TOP_UP 9");
  }

  @Test
  void aMonthIsClosedWhenItIsOverAndInItsTurn() {
    post(LOCAL, CHAT, JANUARY, 10);
    post(LOCAL, CHAT, FEBRUARY, 10);

    assertThat(why(YearMonth.from(clock.instant().atZone(ZoneOffset.UTC))))
        .isEqualTo(MonthClosing.Why.NOT_OVER);
    assertThat(why(YearMonth.of(2026, 2))).isEqualTo(MonthClosing.Why.EARLIER_MONTH_OPEN);
    close(JAN);
    assertThat(why(YearMonth.of(2025, 12))).isEqualTo(MonthClosing.Why.LATER_MONTH_CLOSED);
    close(YearMonth.of(2026, 2));
  }

  @Test
  void theDatabaseRefusesToChangeWhatIsClosed() {
    post(LOCAL, CHAT, JANUARY, 10);
    close(JAN);

    for (String change :
        List.of(
            "update usage_hour set amount = 0",
            "update usage_day set amount = 0",
            "update closed_month_line set amount = 0",
            "delete from closed_month",
            "insert into entry_month values ('2026-01-01', 'local', 'TOP_UP', 1, 1)")) {
      assertThatThrownBy(() -> database.jdbc().sql(change).update())
          .hasMessageMatching("(?s).*(closed|immutable).*");
    }
  }

  @Test
  void anAnswerThatIsTooLongSaysSo() {
    for (int i = 0; i < 5; i++) {
      post(LOCAL, CHAT, JANUARY.plus(Duration.ofHours(i)), 1);
    }
    UsageQuery query =
        new UsageQuery(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-03-01T00:00:00Z"),
            Step.HOUR,
            Set.of(),
            Filter.ALL,
            4);

    UsageTable table = UsageReportsFixture.of(database.jdbc()).usage(query);

    assertThat(table.rows()).hasSize(4);
    assertThat(table.truncated()).isTrue();
  }

  private void post(TenantId tenant, ModelId model, Instant endedAt, int tokens) {
    database.ledger(clock).post(List.of(fact(tenant, model, endedAt, tokens, random)));
  }

  private static JobEvent fact(
      TenantId tenant, ModelId model, Instant endedAt, int tokens, Random random) {
    // Facts end 1682 ms after their submission.
    return Facts.completed(
        Facts.job(Facts.jobId(random), model, tenant, endedAt.minusMillis(1682)),
        Facts.FIRST,
        Usage.of(tokens, 0));
  }

  private Instant at() {
    return JANUARY.plus(Duration.ofMinutes(random.nextInt(600)));
  }

  private void enter(String kind, long amount, Instant at) {
    database
        .jdbc()
        .sql(
            """
            with t as (
              insert into ledger_transaction (transaction_id, kind, posted_at, reason, entered_by)
              values (gen_random_uuid(), ?, ?::timestamptz, 'why', 'ada') returning *)
            insert into posting (transaction_id, line, account_id, amount)
            select t.transaction_id, side.line, a.account_id, side.amount
              from t, (values (1::smallint, 'TENANT', ?::bigint),
                (2::smallint, 'PAYMENTS', -?::bigint)) side (line, kind, amount)
              join account a on a.kind = side.kind and coalesce(a.tenant_id, 'local') = 'local'
            """)
        .params(kind, at.toString(), amount, amount)
        .update();
  }

  private ClosedMonth close(YearMonth month) {
    return ((MonthClosing.Done) months.close(month, "ada")).month();
  }

  private MonthClosing.Why why(YearMonth month) {
    return ((MonthClosing.Refused) months.close(month, "ada")).why();
  }

  private List<String> amounts(Step step) {
    return table(step, Set.of(), Filter.ALL).rows().stream()
        .map(
            row ->
                (row.at() == null ? "-" : row.at().toString().substring(11, 13))
                    + ":"
                    + amount(row))
        .toList();
  }

  private static BigInteger sum(Instant from, Instant to, Step step) {
    return UsageReportsFixture.of(database.jdbc())
        .usage(new UsageQuery(from, to, step, Set.of(), Filter.ALL, 1000))
        .rows()
        .stream()
        .map(RollupIT::amount)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger amount(UsageTable.Row row) {
    return row.sum().amountMicroCredits();
  }

  private UsageTable table(Step step, Set<Dimension> by, Filter filter) {
    return UsageReportsFixture.of(database.jdbc())
        .usage(
            new UsageQuery(
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-03-01T00:00:00Z"),
                step,
                by,
                filter,
                1000));
  }
}
