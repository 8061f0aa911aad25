package online.speka.infra.bench.stack;

/// The platform cannot be used. The message says why, and what to do, in a sentence for people.
public final class StackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }
}
