package online.speka.ledger.rollup;

import static online.speka.ledger.Facts.CHAT;
import static online.speka.ledger.Facts.LOCAL;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many bills of many hours. How many is `speka.test.bills`; with millions of them the times that
 * are printed say something.
 */
@WithServices(POSTGRES)
class ReportsOfOldMonthsIT {

  private static final int BILLS = Integer.getInteger("speka.test.bills", 50_000);
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-01T00:00:00Z");

  /** Sixty days, twenty keys. */
  private static final String FILL =
      """
      insert into job_bill (job_id, tenant_id, key_id, model_id, kind, lane, status, cause,
        attempt_epoch, attempt_number, prompt_tokens, cached_prompt_tokens, completion_tokens,
        reasoning_tokens, price_version_id, amount, queued_us, first_token_us, generation_us,
        submitted_at, ended_at, posted_at)
      select gen_random_uuid(), 'local', 'key_' || i %% 20, :model, 'CHAT_COMPLETIONS',
        'INTERACTIVE', 'COMPLETED', 'FINISHED', 1, 1, 10, 0, 5, 0, 1, 10, 0, 0, 0, at, at, at
        from generate_series(1, %d) i
       cross join lateral (
         select timestamptz '2026-01-01T00:00:00Z' + ((i - 1) * 5097600.0 / %d) * interval '1 second')
         moment (at)
      """
          .formatted(BILLS, BILLS);

  private static LedgerDatabase database;

  @BeforeAll
  static void fill(PostgresDatabase of) {
    database = new LedgerDatabase(of);
    database.clear();
    database.addTenant(LOCAL);
    database.addPrice(CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH);
    print("fill", () -> database.corrupt(FILL.replace(":model", "'" + CHAT.value() + "'")));
    JdbcRollup rollup = new JdbcRollup(database.jdbc(), database.transactions());
    print(
        "roll up",
        () -> {
          while (rollup.roll(20_000)) {
            // Until the end.
          }
        });
    database.jdbc().sql("vacuum analyze job_bill, usage_hour, usage_day").update();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aReportOfOldMonthsReadsNoBill() {
    long[] read = new long[1];
    database
        .transactions()
        .executeWithoutResult(
            _ -> {
              long before = billsReadHere(database.jdbc());
              UsageTable table = print("a day's table of two months by key", Step.DAY);
              assertThat(table.rows().stream().mapToLong(row -> row.sum().jobs()).sum())
                  .isEqualTo(BILLS);
              read[0] = billsReadHere(database.jdbc()) - before;
            });

    assertThat(read[0]).isZero();
  }

  @Test
  void aReportReadsTheBillsThatAreNotRolledUpAndNoOthers() {
    database
        .ledger(SettableClock.create())
        .post(
            List.of(
                Facts.completed(
                    Facts.job(
                        Facts.jobId(new Random(1)), CHAT, LOCAL, TO.minus(Duration.ofMinutes(5))),
                    Facts.FIRST,
                    Usage.of(1, 0))));
    long[] read = new long[1];
    database
        .transactions()
        .executeWithoutResult(
            _ -> {
              long before = billsReadHere(database.jdbc());
              print("the total of two months by key", Step.TOTAL);
              read[0] = billsReadHere(database.jdbc()) - before;
            });

    database.corrupt("delete from job_bill where amount = 1");
    assertThat(read[0]).isOne();
  }

  /** Rows of the table that this connection has been given by a scan or an index so far. */
  private static long billsReadHere(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select pg_stat_get_xact_tuples_returned('job_bill'::regclass)
                   + pg_stat_get_xact_tuples_fetched('job_bill'::regclass)
                   + (select coalesce(sum(pg_stat_get_xact_tuples_fetched(indexrelid)), 0)
                        from pg_index where indrelid = 'job_bill'::regclass)
            """)
        .query(Long.class)
        .single();
  }

  private static UsageTable print(String what, Step step) {
    UsageQuery query =
        new UsageQuery(FROM, TO, step, Set.of(Dimension.KEY, Dimension.MODEL), Filter.ALL, 100_000);
    UsageTable[] table = new UsageTable[1];
    print(what, () -> table[0] = UsageReportsFixture.of(database.jdbc()).usage(query));
    return table[0];
  }

  private static void print(String what, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    System.out.printf(
        "%,d bills: %s in %,d ms%n",
        BILLS, what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }
}
