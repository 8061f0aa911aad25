package online.speka.edge.openai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.reference.ReferenceFile;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Writes answers, with the headers that every one of them carries.
final class Answers {
  static final String REQUEST_ID = "x-request-id";
  static final String PROCESSING_MS = "openai-processing-ms";
  static final String SHOULD_RETRY = "x-should-retry";
  private static final String ACCEL_BUFFERING = "X-Accel-Buffering";
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final int OK = 200;

  private final ApiErrors errors;
  private final Duration dropWait;
  private final BooleanSupplier closing;

  /// @param dropWait how long the rest of a refused request's body is dropped before its connection
  ///     is cut
  /// @param closing whether connections are closed after their answer
  Answers(ApiErrors errors, Duration dropWait, BooleanSupplier closing) {
    this.errors = errors;
    this.dropWait = dropWait;
    this.closing = closing;
  }

  Mono<Void> json(Call call, byte[] document) {
    return json(call, OK, document);
  }

  /// A document in pieces.
  Mono<Void> json(Call call, long length, Flux<byte[]> pieces) {
    ServerHttpResponse response = begin(call, OK, MediaType.APPLICATION_JSON_VALUE);
    response.getHeaders().setContentLength(length);
    DataBufferFactory buffers = response.bufferFactory();
    return response.writeWith(pieces.map(buffers::wrap));
  }

  /// Server-sent events. What the body brings together is written together, and at once: Reactor
  /// Netty flushes when nothing more waits.
  Mono<Void> events(Call call, Flux<byte[]> body) {
    ServerHttpResponse response = begin(call, OK, MediaType.TEXT_EVENT_STREAM_VALUE);
    response.getHeaders().setCacheControl("no-cache");
    response.getHeaders().set(ACCEL_BUFFERING, "no");
    DataBufferFactory buffers = response.bufferFactory();
    return response.writeWith(body.map(buffers::wrap));
  }

  /// A file of our own, which may load nothing from elsewhere and runs in nobody's frame.
  Mono<Void> file(Call call, ReferenceFile file) {
    ServerHttpResponse response = begin(call, OK, file.mediaType());
    HttpHeaders headers = response.getHeaders();
    headers.setContentLength(file.bytes().length);
    headers.setCacheControl("no-cache");
    headers.set("Content-Security-Policy", CONTENT_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    return response.writeWith(Mono.just(response.bufferFactory().wrap(file.bytes())));
  }

  /// An error after work that another try would do, and bill, a second time: SDKs are told not to.
  Mono<Void> finalError(Call call, ApiError error) {
    call.exchange().getResponse().getHeaders().set(SHOULD_RETRY, "false");
    return error(call, error);
  }

  Mono<Void> error(Call call, ApiError error) {
    ApiError complete = errors.withRetryAfter(error);
    HttpHeaders headers = call.exchange().getResponse().getHeaders();
    if (complete.retryAfterSeconds() > 0) {
      headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(complete.retryAfterSeconds()));
    }
    if (error.reason() == ErrorReason.QUOTA_EXHAUSTED
        || error.reason() == ErrorReason.CONFLICT
        || error.reason() == ErrorReason.IDEMPOTENCY_KEY_REUSED
        || error.reason() == ErrorReason.STREAM_EXPIRED) {
      // Some SDKs would try it again, and nothing would have changed.
      headers.set(SHOULD_RETRY, "false");
    }
    if (error.reason() == ErrorReason.KEY_MISSING || error.reason() == ErrorReason.KEY_INVALID) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    NettyClientConnection.of(call.exchange().getResponse()).dropRestOfBody(dropWait);
    return json(call, error.reason().status(), Envelope.document(complete));
  }

  /// @param allow the methods that are
  Mono<Void> methodNotAllowed(Call call, String allow) {
    call.exchange().getResponse().getHeaders().set(HttpHeaders.ALLOW, allow);
    return error(
        call,
        ApiError.of(
            ErrorReason.METHOD_NOT_ALLOWED,
            "This method is not allowed here. Allowed: " + allow + "."));
  }

  private Mono<Void> json(Call call, int status, byte[] document) {
    ServerHttpResponse response = begin(call, status, MediaType.APPLICATION_JSON_VALUE);
    response.getHeaders().setContentLength(document.length);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(document)));
  }

  private ServerHttpResponse begin(Call call, int status, String type) {
    ServerHttpResponse response = call.exchange().getResponse();
    response.setStatusCode(HttpStatusCode.valueOf(status));
    HttpHeaders headers = response.getHeaders();
    headers.put(HttpHeaders.CONTENT_TYPE, List.of(type));
    headers.set(REQUEST_ID, call.requestId());
    headers.set(PROCESSING_MS, Long.toString(TimeUnit.NANOSECONDS.toMillis(call.elapsedNanos())));
    if (closing.getAsBoolean()) {
      headers.set(HttpHeaders.CONNECTION, "close");
    }
    return response;
  }
}
