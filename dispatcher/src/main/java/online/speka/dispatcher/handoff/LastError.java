package online.speka.dispatcher.handoff;

import java.util.Optional;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.dispatcher.flowcontrol.Decision;

/// What the client of a job is told whose own last words are lost.
final class LastError {

  private static final int RETRY_AFTER_SECONDS = 2;

  private LastError() {}

  /// @return empty if nobody is there to be told
  static Optional<ApiError> of(Decision.Reassure ended) {
    return switch (ended.status()) {
      case COMPLETED ->
          Optional.of(
              ApiError.of(ErrorReason.UPSTREAM_ERROR, "The end of the answer has been lost."));
      case CANCELLED -> Optional.empty();
      case FAILED, EVICTED -> Optional.of(of(ended.cause()));
    };
  }

  private static ApiError of(Cause cause) {
    return switch (cause) {
      case INVALID_REQUEST ->
          ApiError.of(ErrorReason.BAD_REQUEST, "The model refused the request.");
      case DEADLINE_PASSED, NO_WORKER, QUEUE_FULL ->
          ApiError.of(ErrorReason.OVERLOADED, "The request could not be started in time.")
              .retryAfter(RETRY_AFTER_SECONDS);
      case UPSTREAM_TIMEOUT ->
          ApiError.of(ErrorReason.TIMEOUT, "The model did not answer in time.");
      case FINISHED,
          CLIENT_GONE,
          UPSTREAM_ERROR,
          ENGINE_ERROR,
          WORKER_LOST,
          WORKER_LOST_WITH_OTHERS,
          WORKER_DRAINING,
          CANNOT_CONTINUE ->
          ApiError.of(ErrorReason.UPSTREAM_ERROR, "The request failed.");
    };
  }
}
