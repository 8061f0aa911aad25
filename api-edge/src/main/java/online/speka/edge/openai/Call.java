package online.speka.edge.openai;

import java.util.List;
import java.util.Objects;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.edge.resumption.IdempotencyKey;
import online.speka.edge.resumption.Resuming;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/// One HTTP request, from its arrival to the last byte of its answer. Its end is recorded exactly
/// once: the first that is reported counts, and a request for which none is was left by its client.
final class Call implements AutoCloseable {
  /// The tag of a request without a known model, or without an error.
  static final String NONE = "none";

  private JobId id;
  private final ServerWebExchange exchange;
  private final RequestMetrics metrics;
  private final long startedAt;
  private boolean routed;
  private String operation = NONE;
  private String model = NONE;
  private @Nullable KeyId key;
  private @Nullable Ending ending;
  private String errorType = NONE;

  /// How a request ended.
  enum Ending {
    /// Refused before any job was made of it.
    REJECTED,
    COMPLETED,
    FAILED,
    /// The client left first.
    GONE
  }

  Call(JobId id, ServerWebExchange exchange, RequestMetrics metrics) {
    this.id = id;
    this.exchange = exchange;
    this.metrics = metrics;
    this.startedAt = metrics.now();
  }

  ServerWebExchange exchange() {
    return exchange;
  }

  /// The id of the job, if one is made of this request.
  JobId jobId() {
    return id;
  }

  /// What the client asks for in case its connection breaks. A stream without a key gets this
  /// request's id, and is told.
  Resuming resuming(boolean streaming) {
    HttpHeaders headers = exchange.getRequest().getHeaders();
    Resuming resuming =
        Resuming.of(name -> headers.getOrDefault(name, List.of()), streaming, requestId());
    if (resuming.key() != null && !headers.containsHeader(IdempotencyKey.HEADER)) {
      exchange.getResponse().getHeaders().set(IdempotencyKey.HEADER, resuming.key().value());
    }
    return resuming;
  }

  /// From now on this request stands for a job that an edge, which died, was about to submit.
  void takeOver(JobId job) {
    id = job;
  }

  /// Shown to the client; says nothing but which job it was.
  String requestId() {
    return requestId(id);
  }

  static String requestId(JobId id) {
    return "req_" + id.toString().replace("-", "");
  }

  /// @param name what is asked for, in few words
  void routed(String name) {
    routed = true;
    operation = name;
    metrics.received(name);
  }

  /// @param key whose request it is
  void opened(KeyId key) {
    this.key = key;
  }

  /// Only known behind the door.
  KeyId key() {
    return Objects.requireNonNull(key, "nobody has been let in");
  }

  void model(String id) {
    model = id;
  }

  long elapsedNanos() {
    return metrics.now() - startedAt;
  }

  void firstToken() {
    metrics.firstToken(operation, model, elapsedNanos());
  }

  void rejected(ErrorReason reason) {
    end(Ending.REJECTED, reason);
  }

  void failed(ErrorReason reason) {
    end(Ending.FAILED, reason);
  }

  void completed() {
    if (ending == null) {
      ending = Ending.COMPLETED;
    }
  }

  private void end(Ending how, ErrorReason reason) {
    if (ending == null) {
      ending = how;
      errorType = reason.name();
    }
  }

  @Override
  public void close() {
    if (!routed) {
      return;
    }
    metrics.ended(
        new RequestMetrics.Ended(
            operation,
            model,
            Objects.requireNonNullElse(ending, Ending.GONE),
            ending == null ? ErrorReason.CLIENT_GONE.name() : errorType),
        elapsedNanos());
  }
}
