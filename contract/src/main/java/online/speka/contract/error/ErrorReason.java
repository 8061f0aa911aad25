package online.speka.contract.error;

import org.jspecify.annotations.Nullable;

/// Every reason a request can fail for, with the status, type and code that clients see. The one
/// table of them; `API.md`'s error table in code.
public enum ErrorReason {
  BAD_REQUEST(400, "invalid_request_error", null),
  INVALID_TYPE(400, "invalid_request_error", "invalid_type"),
  INVALID_VALUE(400, "invalid_request_error", "invalid_value"),
  MISSING_PARAMETER(400, "invalid_request_error", "missing_required_parameter"),
  UNSUPPORTED_VALUE(400, "invalid_request_error", "unsupported_value"),
  CONTEXT_LENGTH_EXCEEDED(400, "invalid_request_error", "context_length_exceeded"),
  IDEMPOTENCY_KEY_REUSED(400, "invalid_request_error", "idempotency_key_reused"),
  KEY_MISSING(401, "invalid_request_error", null),
  KEY_INVALID(401, "invalid_request_error", "invalid_api_key"),
  QUOTA_EXHAUSTED(402, "insufficient_quota", "insufficient_quota"),
  MODEL_NOT_ALLOWED(403, "permission_error", "model_not_allowed"),
  ENDPOINT_NOT_ALLOWED(403, "permission_error", "endpoint_not_allowed"),
  NETWORK_NOT_ALLOWED(403, "permission_error", "network_not_allowed"),
  MODEL_NOT_FOUND(404, "invalid_request_error", "model_not_found"),
  NOT_FOUND(404, "invalid_request_error", "not_found"),
  UNKNOWN_URL(404, "invalid_request_error", "unknown_url"),
  METHOD_NOT_ALLOWED(405, "invalid_request_error", null),
  CONFLICT(409, "invalid_request_error", "conflict"),
  STREAM_EXPIRED(410, "invalid_request_error", "stream_expired"),
  REQUEST_TOO_LARGE(413, "invalid_request_error", "request_too_large"),
  UNSUPPORTED_MEDIA_TYPE(415, "invalid_request_error", "unsupported_media_type"),
  RATE_LIMITED(429, "rate_limit_error", "rate_limit_exceeded"),
  CLIENT_GONE(499, "invalid_request_error", "client_gone"),
  INTERNAL(500, "server_error", "internal_error"),
  UPSTREAM_ERROR(502, "server_error", "upstream_error"),
  OVERLOADED(503, "server_error", "overloaded"),
  UNAVAILABLE(503, "server_error", "unavailable"),
  TIMEOUT(504, "server_error", "upstream_timeout");

  private final int status;
  private final String type;
  private final @Nullable String code;

  ErrorReason(int status, String type, @Nullable String code) {
    this.status = status;
    this.type = type;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  public @Nullable String code() {
    return code;
  }
}
