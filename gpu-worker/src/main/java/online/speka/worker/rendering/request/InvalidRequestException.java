package online.speka.worker.rendering.request;

import online.speka.contract.error.ApiError;

/// A request this model cannot serve, and no other worker could: the client's fault. Engines end
/// such a run as rejected.
public final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public InvalidRequestException(ApiError error) {
    // An expected end, not a fault of this program: nobody reads its stack.
    super(error.message(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
