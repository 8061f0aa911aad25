package online.speka.worker.engine.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;

/// Runs jobs on an upstream server.
final class HttpEngine implements Engine {

  private final ModelSpec spec;
  private final Upstream upstream;
  private final UpstreamHealth health;
  private final AnswerLimits limits;
  private final HttpEngineClock clock;
  private final AnswerEdit edit;

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
    this.edit = AnswerEdit.of(spec.id().value(), upstream.spec().upstreamModel());
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
    RequestEdit request;
    try {
      request = RequestEdit.of(run.body(), terms(run.job()));
    } catch (UpstreamException e) {
      return e.problem().toResult(Usage.NONE);
    }
    UsageBounds bounds = UsageBounds.of(run.job(), spec, request.choices());
    ChatStream stream = new ChatStream(request, bounds, edit);
    UpstreamCall call =
        new UpstreamCall(
            upstream,
            limits,
            run.cancellation(),
            Countdown.of(firstByteMax(run, streaming), clock.ticker()));
    try {
      AnswerReader answer =
          call.open(
              upstream.post(
                  path(run.job().target().kind()), request.body(), run.traceparent(), streaming),
              streaming ? "text/event-stream" : "application/json");
      return streaming
          ? stream(answer, stream, sink)
          : new AnswerDocument(edit, bounds)
              .read(run.job().target().kind(), readWhole(answer), run.body());
    } catch (UpstreamException e) {
      return run.cancellation().isCancelled()
          ? new EngineResult.Cancelled(stream.usageSoFar())
          : ended(named(e.problem(), run.job().target().kind()), stream);
    }
  }

  /// Servers say that a prompt is too long as if it were always a conversation.
  private static UpstreamProblem named(UpstreamProblem problem, JobKind kind) {
    boolean ofPrompt =
        kind == JobKind.COMPLETIONS
            && problem instanceof UpstreamProblem.Refused(ApiError error)
            && error.reason() == ErrorReason.CONTEXT_LENGTH_EXCEEDED;
    return ofPrompt && problem instanceof UpstreamProblem.Refused(ApiError error)
        ? new UpstreamProblem.Refused(ApiError.ofParam(error.reason(), error.message(), "prompt"))
        : problem;
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

  private EngineResult stream(AnswerReader answer, ChatStream stream, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    boolean whole = false;
    try {
      SseSplitter splitter = new SseSplitter(limits.eventBytesMax());
      List<ByteBuffer> buffers = answer.next();
      while (buffers != null && !whole) {
        for (int i = 0; i < buffers.size() && !whole; i++) {
          byte[] bytes = new byte[buffers.get(i).remaining()];
          buffers.get(i).get(bytes);
          whole = accept(splitter.feed(bytes, 0, bytes.length), stream, sink);
        }
        buffers = whole ? null : answer.next();
      }
      if (!whole && splitter.rest().length > 0) {
        // The last event may lack its empty line.
        whole = stream.accept(SseEvent.of(splitter.rest()), sink);
      }
      return stream.completed();
    } finally {
      if (whole) {
        answer.release();
      } else {
        answer.close();
      }
    }
  }

  /// @return whether the answer is complete; what comes after its end is not looked at
  private static boolean accept(List<byte[]> events, ChatStream stream, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    for (byte[] event : events) {
      if (stream.accept(SseEvent.of(event), sink)) {
        return true;
      }
    }
    return false;
  }

  private RequestEdit.Terms terms(Job job) {
    return new RequestEdit.Terms(
        job.target().kind(),
        upstream.spec().upstreamModel(),
        job.target().streaming(),
        upstream.spec().unsupported());
  }

  private static byte[] readWhole(AnswerReader answer)
      throws UpstreamException, InterruptedException {
    try {
      return answer.readAll();
    } finally {
      answer.close();
    }
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

  /// Where on the upstream server this kind of job is served.
  private static String path(JobKind kind) {
    return switch (kind) {
      case CHAT_COMPLETIONS -> "/chat/completions";
      case COMPLETIONS -> "/completions";
      case RESPONSES -> "/responses";
      case EMBEDDINGS -> "/embeddings";
      case IMAGE_GENERATIONS -> "/images/generations";
    };
  }

  @Override
  public void close() {
    health.close();
    upstream.close();
  }
}
