package online.speka.worker.engine.http;

import java.util.Locale;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The one table from what upstream servers say to what it means for a job.
///
/// What a server says about the client's request is passed on in its words. What it says about
/// itself is not: traces and names of its inside stay in the detail for people on call.
final class UpstreamErrors {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int DETAIL_LENGTH_MAX = 300;
  private static final int RETRY_AFTER_DEFAULT = 1;

  private UpstreamErrors() {}

  /// An answer that is not 200.
  static UpstreamProblem ofStatus(int status, byte[] body, @Nullable String retryAfter) {
    JsonNode error = ErrorBody.find(body);
    String message = ErrorBody.message(error);
    return switch (status) {
      case 400, 404, 413, 422 -> refused(status, error, message);
      case 401, 403 ->
          failed(
              ErrorReason.UPSTREAM_ERROR,
              "The model's server refused the request.",
              status + ": the server does not accept this worker's key: " + message);
      case 408 -> timedOut("408: " + message);
      case 429, 503 -> {
        ApiError overloaded =
            ApiError.of(ErrorReason.OVERLOADED, "The model's server is overloaded.")
                .retryAfter(seconds(retryAfter));
        yield new UpstreamProblem.Failed(
            Cause.UPSTREAM_ERROR, overloaded, detail(status + ": " + message), false);
      }
      case 504 -> timedOut("504: " + message);
      default ->
          status >= 400 && status < 500 && status != 405 && status != 409 && status != 415
              ? refused(status, error, message)
              : failed(
                  ErrorReason.UPSTREAM_ERROR,
                  "The model's server failed.",
                  "status " + status + ": " + message);
    };
  }

  /// An error that came as an event, or as the body of a 200.
  static UpstreamProblem ofError(JsonNode error) {
    JsonNode code = error.path("code");
    int status = code.isIntegralNumber() && code.canConvertToInt() ? code.intValue() : 0;
    if (status == 0 && error.path("status").isIntegralNumber()) {
      status = error.path("status").intValue();
    }
    String type = error.path("type").asString("").toLowerCase(Locale.ROOT);
    boolean clients =
        (status >= 400 && status < 500)
            || (status == 0 && (type.contains("invalid_request") || type.contains("badrequest")));
    if (clients && status != 0) {
      return ofStatus(status, errorBody(error), null);
    }
    return clients
        ? refused(400, error, ErrorBody.message(error))
        : failed(
            ErrorReason.UPSTREAM_ERROR,
            "The model's server failed.",
            "error event: " + ErrorBody.message(error));
  }

  /// The top-level error of a chunk, or missing.
  static JsonNode topLevelError(byte[] payload) throws UpstreamException {
    JsonNode error = parse(payload).path("error");
    return error.isNull() ? MissingNode.getInstance() : error;
  }

  static JsonNode parse(byte[] payload) throws UpstreamException {
    try {
      return JSON.readTree(payload);
    } catch (JacksonException e) {
      throw malformed("not JSON: " + e.getOriginalMessage());
    }
  }

  static UpstreamException malformed(String what) {
    return new UpstreamException(
        failed(
            ErrorReason.UPSTREAM_ERROR, "The model's server gave an answer that is wrong.", what));
  }

  static UpstreamProblem.Failed unreachable(String detail) {
    return new UpstreamProblem.Failed(
        Cause.UPSTREAM_ERROR,
        ApiError.of(ErrorReason.UNAVAILABLE, "The model's server cannot be reached.").retryAfter(2),
        detail(detail),
        true);
  }

  static UpstreamProblem.Failed cutOff(String detail) {
    return new UpstreamProblem.Failed(
        Cause.UPSTREAM_ERROR,
        ApiError.of(ErrorReason.UPSTREAM_ERROR, "The model's server broke off its answer."),
        detail(detail),
        true);
  }

  static UpstreamProblem.Failed timedOut(String detail) {
    return new UpstreamProblem.Failed(
        Cause.UPSTREAM_TIMEOUT,
        ApiError.of(ErrorReason.TIMEOUT, "The model's server took too long."),
        detail(detail),
        false);
  }

  private static UpstreamProblem.Failed failed(ErrorReason reason, String message, String detail) {
    return new UpstreamProblem.Failed(
        Cause.UPSTREAM_ERROR, ApiError.of(reason, message), detail(detail), false);
  }

  private static UpstreamProblem refused(int status, JsonNode error, String message) {
    ErrorReason reason =
        ErrorBody.isContextLength(error, message)
            ? ErrorReason.CONTEXT_LENGTH_EXCEEDED
            : switch (status) {
              case 404 -> ErrorReason.MODEL_NOT_FOUND;
              case 413 -> ErrorReason.REQUEST_TOO_LARGE;
              default -> ErrorReason.BAD_REQUEST;
            };
    String words = message.isEmpty() ? "The model's server refused the request." : message;
    return new UpstreamProblem.Refused(
        new ApiError(reason, words, ErrorBody.param(error, reason), 0));
  }

  private static String detail(String text) {
    return text.length() <= DETAIL_LENGTH_MAX ? text : text.substring(0, DETAIL_LENGTH_MAX);
  }

  private static int seconds(@Nullable String retryAfter) {
    try {
      int seconds = retryAfter == null ? RETRY_AFTER_DEFAULT : Integer.parseInt(retryAfter.trim());
      return Math.clamp(seconds, 1, ApiError.RETRY_AFTER_SECONDS_MAX);
    } catch (NumberFormatException e) {
      return RETRY_AFTER_DEFAULT; // A date, or nonsense.
    }
  }

  private static byte[] errorBody(JsonNode error) {
    return JSON.writeValueAsBytes(error);
  }
}
