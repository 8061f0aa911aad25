package online.speka.edge.openai;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.job.TraceContext;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.DeadlineRule;
import online.speka.edge.admission.Demands;
import online.speka.edge.responses.ResponsesProperties;
import online.speka.edge.resumption.Entry;
import online.speka.edge.resumption.ResumptionProperties;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/// Makes the durable job of a request.
final class JobFactory {
  /// Seconds after which the SDK gives up: Node's and Python's way to say it.
  private static final List<String> TIMEOUT_HEADERS =
      List.of("X-Stainless-Timeout", "x-stainless-read-timeout");

  private final EdgeId edge;
  private final InstantSource clock;
  private final DeadlineRule deadlines;

  JobFactory(EdgeId edge, InstantSource clock, DeadlineRule deadlines) {
    this.edge = edge;
    this.clock = clock;
    this.deadlines = deadlines;
  }

  Job job(Call call, Principal principal, InferenceRequest request, byte[] body) {
    return new Job(
        call.jobId(),
        new Job.Target(request.model().id(), Lane.INTERACTIVE, request.kind(), request.streaming()),
        new Job.Origin(principal.tenant(), principal.key(), edge),
        deadlines.window(clock.instant(), timeouts(call.exchange().getRequest().getHeaders())),
        Demands.of(principal.tenant(), request, body),
        trace(call));
  }

  /// The job of a response that can be retrieved.
  Job retrievable(Job job, ResponsesProperties settings) {
    return with(job, job.origin(), job.window().keeping(settings.keptFor()));
  }

  /// The job of a request that may be sent again: it outlives its client, and its answer is kept.
  Job lasting(Job job, ResumptionProperties settings) {
    return with(
        job,
        job.origin(),
        job.window().keeping(settings.keptFor()).unattended(settings.unattendedMax()));
  }

  /// A job that an earlier request began.
  ///
  /// @param same the job that this request would be
  Job known(Job same, Entry entry) {
    return new Job(
        entry.job(),
        same.target(),
        same.origin(),
        new Job.Window(entry.submittedAt(), entry.deadline()),
        same.demand(),
        same.trace());
  }

  /// The job of a response that nobody waits for: the client's patience does not matter, and no
  /// edge hears its frames.
  Job background(Job job, ResponsesProperties settings) {
    Instant submitted = job.window().submittedAt();
    return with(
        job,
        new Job.Origin(job.origin().tenant(), job.origin().key(), EdgeId.NONE),
        new Job.Window(
            submitted, submitted.plus(settings.backgroundWaitMax()), settings.keptFor()));
  }

  private static Job with(Job job, Job.Origin origin, Job.Window window) {
    return new Job(job.id(), job.target(), origin, window, job.demand(), job.trace());
  }

  /// The job of one part of a request. It has until the request's deadline.
  ///
  /// @param whole the job that the request would be in one piece
  /// @param part what is asked for in this part
  /// @param body of this part
  /// @throws InvalidRequestException if the deadline has passed
  Job part(Job whole, JobId id, Job.Part place, InferenceRequest part, byte[] body) {
    Instant now = clock.instant();
    if (!now.isBefore(whole.window().deadline())) {
      throw new InvalidRequestException(
          ApiError.of(ErrorReason.TIMEOUT, "The request was not answered in time."));
    }
    return new Job(
        id,
        whole.target(),
        whole.origin(),
        new Job.Window(now, whole.window().deadline()),
        Demands.of(whole.origin().tenant(), part, body),
        whole.trace(),
        place);
  }

  private static List<String> timeouts(HttpHeaders headers) {
    List<String> timeouts = new ArrayList<>(1);
    for (String name : TIMEOUT_HEADERS) {
      String value = headers.getFirst(name);
      if (value != null) {
        timeouts.add(value);
      }
    }
    return timeouts;
  }

  /// The server span of this request.
  private static @Nullable TraceContext trace(Call call) {
    return ServerRequestObservationContext.findCurrent(call.exchange().getAttributes())
        .map(context -> context.<TracingContext>get(TracingContext.class))
        .map(TracingContext::getSpan)
        .map(Span::context)
        .flatMap(
            span ->
                TraceContext.parse(
                    "00-"
                        + span.traceId()
                        + "-"
                        + span.spanId()
                        + (Boolean.TRUE.equals(span.sampled()) ? "-01" : "-00")))
        .orElse(null);
  }
}
