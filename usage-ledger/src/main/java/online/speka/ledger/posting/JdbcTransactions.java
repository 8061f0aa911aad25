package online.speka.ledger.posting;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Database transactions of the books: what goes wrong is either the fault of what was written, or
/// nobody's.
public final class JdbcTransactions {

  private final TransactionTemplate transactions;

  public JdbcTransactions(TransactionTemplate transactions) {
    this.transactions = transactions;
  }

  /// Runs the work in one transaction; in the caller's, if there is one.
  ///
  /// @throws LedgerRefusedException if the database will never have it
  /// @throws LedgerUnavailableException if it may work later
  public <T> T run(Supplier<T> work) {
    try {
      return transactions.execute(_ -> work.get());
    } catch (DataAccessException | TransactionException e) {
      String state = sqlState(e);
      // Class 22 is a value the database cannot hold, class 23 a constraint. Anything else says
      // nothing about the facts, a mistake in this program included: they must wait, not vanish.
      if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
        throw new LedgerRefusedException(state, e);
      }
      throw new LedgerUnavailableException("posting to PostgreSQL, SQL state " + state, e);
    }
  }

  private static @Nullable String sqlState(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
