package online.speka.contract.wire;

/// Bytes from another process are not what they should be. Whoever reads them counts and drops
/// them: another process's mistake must not stop this one.
public final class WireFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WireFormatException(String message) {
    super(message);
  }

  public WireFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
