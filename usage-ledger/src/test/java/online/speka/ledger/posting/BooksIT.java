package online.speka.ledger.posting;

import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import online.speka.contract.job.JobId;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database refuses, whoever asks. */
@WithServices(POSTGRES)
class BooksIT {

  private static LedgerDatabase database;

  private final Random random = new Random(7);
  private JobId billed;
  private JobId unbilled;

  @BeforeAll
  static void migrate(PostgresDatabase of) {
    database = new LedgerDatabase(of);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void billTwoJobs() {
    database.clear();
    database.addTenant(Facts.LOCAL);
    database.addPrice(Facts.CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH);
    billed = Facts.jobId(random);
    unbilled = Facts.jobId(random);
    database
        .ledger(Instant::now)
        .post(
            List.of(
                Facts.completed(billed, Usage.of(100, 0)), Facts.completed(unbilled, Usage.NONE)));
  }

  @Test
  void aTransactionThatSumsToZeroIsTaken() {
    write(sql -> insert(sql, unbilled, -5, 5));

    assertThat(database.count("posting")).isEqualTo(4);
  }

  @Test
  void aTransactionThatDoesNotSumToZeroIsRefused() {
    assertRefused(sql -> insert(sql, unbilled, -5, 6)).hasMessageContaining("sum to 1");
  }

  @Test
  void aSumThatWouldWrapAroundToZeroIsRefused() {
    assertRefused(sql -> insert(sql, unbilled, Long.MAX_VALUE, Long.MAX_VALUE, 2))
        .hasMessageContaining("sum to 18446744073709551616");
  }

  @Test
  void aTransactionWithoutPostingsIsRefused() {
    assertRefused(sql -> insert(sql, unbilled)).hasMessageContaining("0 postings");
  }

  @Test
  void aPostingOfNothingIsRefused() {
    assertRefused(sql -> insert(sql, unbilled, 0, 0)).hasMessageContaining("posting_amount_check");
  }

  @Test
  void aTransactionThatIsCommittedTakesNoMorePostingsNotEvenBalancedOnes() {
    assertRefused(
            sql -> {
              posting(sql, billed, 3, -1);
              posting(sql, billed, 4, 1);
            })
        .hasMessageContaining("closed");
  }

  @Test
  void aChargeUnderAnotherIdThanItsJobsIsRefused() {
    assertRefused(
            sql ->
                sql.sql(
                        """
                        insert into ledger_transaction (transaction_id, kind, job_id, posted_at)
                        values (?, 'JOB_CHARGE', ?, now())
                        """)
                    .params(Facts.jobId(random).value(), billed.value())
                    .update())
        .hasMessageContaining("check constraint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update posting set amount = amount * 2",
        "delete from posting",
        "delete from posting where amount > 1000000",
        "truncate posting",
        "update ledger_transaction set posted_at = now()",
        "delete from ledger_transaction",
        "truncate ledger_transaction cascade",
        "update job_bill set amount = 0",
        "delete from job_bill",
        "update price_version set prompt = 0",
        "delete from price_version",
        "update part_outcome set part_index = 1",
        "delete from part_outcome"
      })
  void whatIsWrittenStaysAsItWasWritten(String change) {
    assertRefused(sql -> sql.sql(change).update()).hasMessageContaining("is immutable");
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Consumer<JdbcClient> change) {
    int postings = database.count("posting");
    AbstractThrowableAssert<?, ?> refused = assertThatThrownBy(() -> write(change));
    assertThat(database.count("posting")).isEqualTo(postings);
    return refused;
  }

  private static void write(Consumer<JdbcClient> change) {
    database.transactions().executeWithoutResult(_ -> change.accept(database.jdbc()));
  }

  private static void insert(JdbcClient sql, JobId job, long... amounts) {
    sql.sql(
            """
            insert into ledger_transaction (transaction_id, kind, job_id, posted_at)
            values (?, 'JOB_CHARGE', ?, now())
            """)
        .params(job.value(), job.value())
        .update();
    for (int i = 0; i < amounts.length; i++) {
      posting(sql, job, i + 1, amounts[i]);
    }
  }

  private static void posting(JdbcClient sql, JobId job, int line, long amount) {
    sql.sql("insert into posting values (?, ?, (select min(account_id) from account), ?)")
        .params(job.value(), line, amount)
        .update();
  }
}
