package online.speka.infra.local;

import org.jspecify.annotations.Nullable;

/// The stack cannot start. The message is one sentence: what is wrong and what to do about it.
final class LocalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LocalException(String message) {
    this(message, null);
  }

  LocalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
