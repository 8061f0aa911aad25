package online.speka.worker.rendering.request;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;

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

  /// The prompt alone is more than the model can keep in mind. Nothing is ever cut off silently.
  ///
  /// @param promptTokens how many there are, perhaps only as a bound
  /// @param param the field that holds the prompt
  public static InvalidRequestException contextLengthExceeded(
      int windowTokens, String promptTokens, String param) {
    return new InvalidRequestException(
        ApiError.ofParam(
            ErrorReason.CONTEXT_LENGTH_EXCEEDED,
            "This model's maximum context length is "
                + windowTokens
                + " tokens. However, your "
                + param
                + " resulted in "
                + promptTokens
                + " tokens. Please reduce the length of the "
                + param
                + ".",
            param));
  }

  public ApiError error() {
    return error;
  }
}
