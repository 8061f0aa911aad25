package online.speka.edge.joining;

/// Bytes that were to be JSON of a certain shape are not.
public final class UnreadableJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableJsonException(String message) {
    super(message, null, false, false);
  }
}
