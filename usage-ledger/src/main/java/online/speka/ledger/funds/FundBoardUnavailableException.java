package online.speka.ledger.funds;

/// Redis did not answer as it should; what was asked may or may not have been done.
public final class FundBoardUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FundBoardUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
