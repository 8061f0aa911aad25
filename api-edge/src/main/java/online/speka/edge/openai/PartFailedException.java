package online.speka.edge.openai;

import java.util.Objects;
import online.speka.contract.error.ApiError;

/// A part of a request failed, and the request with it. Has no stack trace: it is an answer, not an
/// accident.
final class PartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  PartFailedException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = Objects.requireNonNull(error);
  }

  ApiError error() {
    return error;
  }
}
