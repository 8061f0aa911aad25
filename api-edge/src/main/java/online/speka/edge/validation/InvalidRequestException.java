package online.speka.edge.validation;

import java.util.Objects;
import online.speka.contract.error.ApiError;

/// The client's mistake. Has no stack trace: it is an answer, not an accident.
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public InvalidRequestException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = Objects.requireNonNull(error);
  }

  public ApiError error() {
    return error;
  }
}
