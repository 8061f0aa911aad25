package online.speka.edge.responses;

/// Responses can neither be kept nor found now.
public final class StoreUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreUnreachableException(String message) {
    super(message);
  }
}
