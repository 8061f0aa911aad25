package online.speka.worker.engine;

import org.jspecify.annotations.Nullable;

/// A model cannot be loaded. The message says which, why, and what to do.
public final class EngineStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EngineStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
