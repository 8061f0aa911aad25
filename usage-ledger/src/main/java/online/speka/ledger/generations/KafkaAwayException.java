package online.speka.ledger.generations;

/// Kafka did not answer in time.
final class KafkaAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KafkaAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
