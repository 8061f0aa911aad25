package online.speka.ledger.deadletters;

/// Kafka does not answer.
public final class DeadLettersUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeadLettersUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
