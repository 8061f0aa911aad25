package online.speka.ledger.books;

import java.time.InstantSource;
import online.speka.ledger.posting.LedgerDatabase;

/** The books in a database of a test. */
public final class TestBooks {

  private TestBooks() {}

  public static Books in(LedgerDatabase database, InstantSource clock) {
    return new JdbcBooks(database.jdbc(), database.transactions(), clock);
  }
}
