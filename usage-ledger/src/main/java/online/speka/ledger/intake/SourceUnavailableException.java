package online.speka.ledger.intake;

/// The source of outcomes broke and must be opened again.
final class SourceUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SourceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
