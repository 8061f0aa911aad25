package online.speka.edge.resumption;

/// It cannot be known now what a key stands for.
public final class KeysUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeysUnreachableException(String message) {
    super(message);
  }

  KeysUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
