package online.speka.worker.engine.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import tools.jackson.databind.JsonNode;

/// Runs jobs on an upstream server.
final class HttpEngine implements Engine {

  private final ModelSpec spec;
  private final Upstream upstream;
  private final UpstreamHealth health;
  private final AnswerLimits limits;
  private final HttpEngineClock clock;

  HttpEngine(
      ModelSpec spec,
      Upstream upstream,
      UpstreamHealth health,
      AnswerLimits limits,
      HttpEngineClock clock) {
    this.spec = spec;
    this.upstream = upstream;
    this.health = health;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public boolean ready() {
    return health.isUp();
  }

  /// Sampling, batching and kernels of a real server give no such promise.
  @Override
  public boolean deterministic() {
    return false;
  }

  @Override
  public EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException {
    boolean streaming = run.job().target().streaming();
    UpstreamCall call =
        new UpstreamCall(
            upstream, limits, run.cancellation(), clock.ticker(), firstByteMax(run, streaming));
    UsageBounds bounds = UsageBounds.of(run.job(), spec);
    RequestEdit request;
    try {
      request = RequestEdit.of(run.body(), upstream.spec().upstreamModel(), streaming);
    } catch (UpstreamException e) {
      return e.problem().toResult(Usage.NONE);
    }
    ChatStream stream = new ChatStream(request, bounds);
    try {
      call.open(
          upstream.post(path(), request.body(), run.traceparent(), streaming),
          streaming ? "text/event-stream" : "application/json");
      EngineResult result = streaming ? stream(call, stream, sink) : document(call, bounds);
      call.release();
      return result;
    } catch (UpstreamException e) {
      call.close();
      return run.cancellation().isCancelled()
          ? new EngineResult.Cancelled(stream.usageSoFar())
          : ended(e.problem(), stream);
    } catch (InterruptedException e) {
      call.close();
      throw e;
    }
  }

  private EngineResult ended(UpstreamProblem problem, ChatStream stream) {
    return switch (problem) {
      case UpstreamProblem.Failed failed -> {
        if (failed.unreachable()) {
          health.suspect();
        }
        yield failed.toResult(stream.usageSoFar());
      }
      case UpstreamProblem.Refused(ApiError error) ->
          stream.hasBegun() // A request that was good for half an answer was not a bad one.
              ? new EngineResult.Broken(
                  Cause.UPSTREAM_ERROR, error, "refused in mid-stream", stream.usageSoFar())
              : problem.toResult(Usage.NONE);
    };
  }

  private EngineResult stream(UpstreamCall call, ChatStream stream, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    SseSplitter splitter = new SseSplitter(limits.eventBytesMax());
    for (List<ByteBuffer> buffers = call.next(); buffers != null; buffers = call.next()) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        for (byte[] event : splitter.feed(bytes, 0, bytes.length)) {
          if (stream.accept(SseEvent.of(event), sink)) {
            return stream.completed();
          }
        }
      }
    }
    byte[] rest = splitter.rest();
    if (rest.length > 0) {
      // The last event may lack its empty line.
      var _ = stream.accept(SseEvent.of(rest), sink);
    }
    return stream.completed();
  }

  private EngineResult document(UpstreamCall call, UsageBounds bounds)
      throws UpstreamException, InterruptedException {
    byte[] body = call.readAll();
    JsonNode root = UpstreamErrors.parse(body);
    if (!root.isObject()) {
      throw UpstreamErrors.malformed("the answer is not a JSON object");
    }
    JsonNode error = root.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw new UpstreamException(UpstreamErrors.ofError(error));
    }
    JsonNode usage = root.path("usage");
    UsageReading reading =
        usage.isObject() ? UsageReading.of(usage, 0, bounds) : UsageReading.estimated(0, bounds);
    return new EngineResult.Completed(body, reading.usage(), reading.oddity());
  }

  /// A stream shows its first token when it is made; a document shows nothing before its last one,
  /// so it has until the client's patience ends.
  private Duration firstByteMax(EngineRun run, boolean streaming) {
    Duration first = upstream.spec().firstTokenTimeout();
    if (streaming) {
      return first;
    }
    Duration left = Duration.between(clock.instants().instant(), run.job().window().deadline());
    return left.compareTo(first) > 0 ? left : first;
  }

  private String path() {
    return switch (spec.kind()) {
      case CHAT_COMPLETIONS -> "/chat/completions";
      case EMBEDDINGS -> "/embeddings";
    };
  }

  @Override
  public void close() {
    health.close();
    upstream.close();
  }
}
