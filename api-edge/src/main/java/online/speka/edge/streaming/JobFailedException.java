package online.speka.edge.streaming;

import java.util.Objects;
import online.speka.contract.error.ApiError;

/// A job failed after its first bytes. Has no stack trace: it is an answer, not an accident.
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public JobFailedException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = Objects.requireNonNull(error);
  }

  public ApiError error() {
    return error;
  }
}
