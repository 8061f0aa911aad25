package online.speka.ledger.posting;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcLedgerTest {

  private final DataSource nowhere = new PGSimpleDataSource();

  @ParameterizedTest
  @CsvSource({
    "22021, refused, a byte that is no text",
    "23514, refused, a check",
    "08006, unavailable, connection lost",
    "57P01, unavailable, shutting down",
    "57014, unavailable, cancelled",
    "53100, unavailable, disk full",
    "40001, unavailable, serialization",
    "40P01, unavailable, deadlock",
    "42P01, unavailable, no such table: a mistake of ours",
    "25006, unavailable, read only"
  })
  void onlyWhatIsWrongWithTheFactsRefusesThem(String state, String verdict, String meaning) {
    Ledger ledger =
        new JdbcLedger(
            JdbcClient.create(nowhere),
            new TransactionTemplate(new FailingTransactions(new SQLException(meaning, state))),
            SettableClock.create());

    assertThatThrownBy(
            () -> ledger.post(List.of(Facts.completed(Facts.jobId(new Random(1)), Usage.of(1, 1)))))
        .isInstanceOf(
            verdict.equals("refused")
                ? LedgerRefusedException.class
                : LedgerUnavailableException.class);
  }

  private record FailingTransactions(SQLException failure) implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      throw new CannotCreateTransactionException("no transaction", failure);
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }
}
