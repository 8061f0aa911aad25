package online.speka.ledger.accounts;

/// The principals topic cannot be reached. What is in the outbox stays there.
final class PrincipalTopicException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PrincipalTopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
