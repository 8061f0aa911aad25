package online.speka.edge.openai;

import java.io.IOException;
import java.time.Duration;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.admission.RetryAfter;
import online.speka.edge.responses.StoreUnreachableException;
import online.speka.edge.resumption.KeysUnreachableException;
import online.speka.edge.submission.JobNotAcceptedException;
import online.speka.edge.validation.InvalidRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import reactor.netty.channel.AbortedException;

/// The one place where an exception becomes an error that a client sees.
final class ApiErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  private final RetryAfter retryAfter;

  ApiErrors(RetryAfter retryAfter) {
    this.retryAfter = retryAfter;
  }

  /// Whether nobody is left to be told: the connection broke.
  static boolean isClientGone(Throwable failure) {
    return failure instanceof AbortedException || failure instanceof IOException;
  }

  ApiError of(Throwable failure) {
    return switch (failure) {
      case InvalidRequestException invalid -> invalid.error();
      case JobNotAcceptedException _, StoreUnreachableException _, KeysUnreachableException _ ->
          unavailable();
      case MethodNotAllowedException _ ->
          ApiError.of(ErrorReason.METHOD_NOT_ALLOWED, "This method is not allowed here.");
      case ResponseStatusException status -> of(status.getStatusCode());
      default -> {
        LOG.atError()
            .setMessage("request failed, its client gets status 500")
            .setCause(failure)
            .log();
        yield internal();
      }
    };
  }

  /// The platform cannot take the request now.
  ApiError unavailable() {
    return ApiError.of(
            ErrorReason.UNAVAILABLE, "The service cannot take requests now. Please try again.")
        .retryAfter(retryAfter.seconds());
  }

  /// How many whole seconds a client is to wait that can come back after this pause.
  int secondsAfter(Duration pause) {
    return retryAfter.seconds(pause);
  }

  /// The same error, with the wait that its status needs.
  ApiError withRetryAfter(ApiError error) {
    boolean needed = error.reason().status() == 429 || error.reason().status() == 503;
    return needed && error.retryAfterSeconds() == 0
        ? error.retryAfter(retryAfter.seconds())
        : error;
  }

  private static ApiError internal() {
    return ApiError.of(ErrorReason.INTERNAL, "The server had an error. Please try again.");
  }

  private static ApiError of(HttpStatusCode status) {
    if (status.value() == 404) {
      return ApiError.of(ErrorReason.UNKNOWN_URL, "There is nothing at this URL.");
    }
    return status.is4xxClientError()
        ? ApiError.of(ErrorReason.BAD_REQUEST, "The request cannot be understood.")
        : internal();
  }
}
