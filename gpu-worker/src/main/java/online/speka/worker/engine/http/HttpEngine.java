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
import online.speka.worker.rendering.request.InvalidRequestException;
import online.speka.worker.rendering.request.ResponsesRequest;

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
    // Servers that speak the Responses API are few: they are asked for a chat, always a stream.
    boolean translated = run.job().target().kind() == JobKind.RESPONSES;
    boolean streaming = translated || run.job().target().streaming();
    UsageBounds bounds;
    RequestEdit request;
    UpstreamStream stream;
    try {
      byte[] body = translated ? ResponsesRequest.toChatStream(run.body()) : run.body();
      request = RequestEdit.of(body, terms(run.job(), streaming));
      bounds = UsageBounds.of(run.job(), spec, request.choices());
      stream =
          translated ? TranslatedStream.of(run, bounds) : new ChatStream(request, bounds, edit);
    } catch (UpstreamException e) {
      return e.problem().toResult(Usage.NONE);
    } catch (InvalidRequestException e) {
      return new EngineResult.Rejected(e.error());
    }
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
    if (!(problem instanceof UpstreamProblem.Refused(ApiError error))
        || error.reason() != ErrorReason.CONTEXT_LENGTH_EXCEEDED) {
      return problem;
    }
    return switch (kind) {
      case COMPLETIONS -> refused(error, "prompt");
      case RESPONSES -> refused(error, "input");
      case CHAT_COMPLETIONS, EMBEDDINGS, IMAGE_GENERATIONS -> problem;
    };
  }

  private static UpstreamProblem refused(ApiError error, String param) {
    return new UpstreamProblem.Refused(ApiError.ofParam(error.reason(), error.message(), param));
  }

  private EngineResult ended(UpstreamProblem problem, UpstreamStream stream) {
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

  private EngineResult stream(AnswerReader answer, UpstreamStream stream, AnswerSink sink)
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
  private static boolean accept(List<byte[]> events, UpstreamStream stream, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    for (byte[] event : events) {
      if (stream.accept(SseEvent.of(event), sink)) {
        return true;
      }
    }
    return false;
  }

  private RequestEdit.Terms terms(Job job, boolean streaming) {
    JobKind kind = job.target().kind();
    return new RequestEdit.Terms(
        kind == JobKind.RESPONSES ? JobKind.CHAT_COMPLETIONS : kind,
        upstream.spec().upstreamModel(),
        streaming,
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
      case CHAT_COMPLETIONS, RESPONSES -> "/chat/completions";
      case COMPLETIONS -> "/completions";
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
