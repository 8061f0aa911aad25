package online.speka.ledger.admin.http;

import java.time.Duration;
import online.speka.contract.error.ApiError;
import org.jspecify.annotations.Nullable;

/// A request that gets no other answer than this error. Whatever it has done so far is undone.
public final class AdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final String INVALID_REQUEST = "invalid_request_error";
  private static final String SERVER_ERROR = "server_error";

  private final int status;
  private final String type;
  private final @Nullable String code;
  private final @Nullable String param;
  private final int retryAfterSeconds;

  private AdminException(
      int status,
      String type,
      @Nullable String code,
      String message,
      @Nullable String param,
      int retryAfterSeconds) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public static AdminException badRequest(String message) {
    return invalidRequest(400, null, message, null);
  }

  public static AdminException invalid(String param, String message) {
    return invalidRequest(400, "invalid_value", message, param);
  }

  public static AdminException wrongType(String param, String message) {
    return invalidRequest(400, "invalid_type", message, param);
  }

  public static AdminException missing(String param) {
    return invalidRequest(400, "missing_required_parameter", param + " is required", param);
  }

  public static AdminException unknown(String param) {
    return invalidRequest(400, "unknown_parameter", "There is no field " + param + " here", param);
  }

  public static AdminException notFound(String message) {
    return invalidRequest(404, "not_found", message, null);
  }

  public static AdminException conflict(String message) {
    return invalidRequest(409, "conflict", message, null);
  }

  static AdminException tokenInvalid(String message) {
    return invalidRequest(401, "invalid_operator_token", message, null);
  }

  static AdminException unknownUrl() {
    return invalidRequest(404, "unknown_url", "There is nothing here.", null);
  }

  static AdminException methodNotAllowed() {
    return invalidRequest(405, null, "This method is not allowed here.", null);
  }

  static AdminException tooLarge(int bytesMax) {
    return invalidRequest(
        413, "request_too_large", "A body has at most " + bytesMax + " bytes.", null);
  }

  static AdminException unsupportedMediaType() {
    return invalidRequest(
        415, "unsupported_media_type", "Send the body as application/json.", null);
  }

  static AdminException forbidden(String message) {
    return new AdminException(403, "permission_error", "insufficient_scope", message, null, 0);
  }

  static AdminException rateLimited(Duration wait) {
    int seconds =
        (int) Math.clamp(wait.toSeconds() + 1, 1, (long) ApiError.RETRY_AFTER_SECONDS_MAX);
    return new AdminException(
        429,
        "rate_limit_error",
        "rate_limit_exceeded",
        "Too many failed logins from this address. Try again in " + seconds + " s.",
        null,
        seconds);
  }

  static AdminException unavailable(int retryAfterSeconds) {
    return new AdminException(
        503,
        SERVER_ERROR,
        "unavailable",
        "Not now: the database or Kafka does not answer. Send the same request again.",
        null,
        retryAfterSeconds);
  }

  static AdminException internal() {
    return new AdminException(
        500,
        SERVER_ERROR,
        "internal_error",
        "This failed for a reason of our own. Nothing was changed; the log says more.",
        null,
        0);
  }

  private static AdminException invalidRequest(
      int status, @Nullable String code, String message, @Nullable String param) {
    return new AdminException(status, INVALID_REQUEST, code, message, param, 0);
  }

  int status() {
    return status;
  }

  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  Envelope envelope() {
    String message = getMessage();
    return new Envelope(new Envelope.Detail(message == null ? "" : message, type, param, code));
  }

  /// The public API's error body.
  record Envelope(Detail error) {
    record Detail(String message, String type, @Nullable String param, @Nullable String code) {}
  }
}
