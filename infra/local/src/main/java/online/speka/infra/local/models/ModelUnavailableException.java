package online.speka.infra.local.models;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// No source had the model. The message is one sentence: what went wrong and what to do.
public final class ModelUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  ModelUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
