package online.speka.contract.error;

import java.util.Objects;
import online.speka.contract.principal.Fund;
import org.jspecify.annotations.Nullable;

/// An error as a client sees it. Before the first token it is an HTTP status and the envelope;
/// after it, one error event.
///
/// @param message for people: what is wrong and what to do; never class names, traces, prompts or
///     keys
/// @param param the field of the request that is wrong, if one is
/// @param retryAfterSeconds when trying again makes sense; 0 says nothing about it
/// @param limitSource what is used up, if that is the reason
public record ApiError(
    ErrorReason reason,
    String message,
    @Nullable String param,
    int retryAfterSeconds,
    Fund.@Nullable Source limitSource) {

  /// Longest message, in characters: what comes from an upstream server is cut to it.
  public static final int MESSAGE_LENGTH_MAX = 2000;

  /// Longest wait ever asked for: SDKs obey any value, some for an hour.
  public static final int RETRY_AFTER_SECONDS_MAX = 60;

  public ApiError {
    Objects.requireNonNull(reason);
    if (message.length() > MESSAGE_LENGTH_MAX) {
      message = message.substring(0, MESSAGE_LENGTH_MAX);
    }
    if (retryAfterSeconds < 0 || retryAfterSeconds > RETRY_AFTER_SECONDS_MAX) {
      throw new IllegalArgumentException(
          "retry after must be 0 to " + RETRY_AFTER_SECONDS_MAX + " s, not " + retryAfterSeconds);
    }
  }

  /// Nothing is used up.
  public ApiError(
      ErrorReason reason, String message, @Nullable String param, int retryAfterSeconds) {
    this(reason, message, param, retryAfterSeconds, null);
  }

  /// Cannot be paid.
  public static ApiError exhausted(String message, Fund.Source source) {
    return new ApiError(ErrorReason.QUOTA_EXHAUSTED, message, null, 0, source);
  }

  public static ApiError of(ErrorReason reason, String message) {
    return new ApiError(reason, message, null, 0);
  }

  public static ApiError ofParam(ErrorReason reason, String message, String param) {
    return new ApiError(reason, message, param, 0);
  }

  public ApiError retryAfter(int seconds) {
    return new ApiError(reason, message, param, seconds, limitSource);
  }
}
