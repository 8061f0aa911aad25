package online.speka.ledger.posting;

/// The database will not have a fact, today or ever: a constraint or a value is violated.
public final class LedgerRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public LedgerRefusedException(String sqlState, Throwable cause) {
    super("refused with SQL state " + sqlState, cause);
    this.sqlState = sqlState;
  }

  /// Why, in five characters: the database's own words may repeat the fact's content.
  public String sqlState() {
    return sqlState;
  }
}
