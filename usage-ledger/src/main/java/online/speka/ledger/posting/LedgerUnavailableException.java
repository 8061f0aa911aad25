package online.speka.ledger.posting;

/// The database cannot be asked now. Nothing about the facts is wrong.
public final class LedgerUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LedgerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
