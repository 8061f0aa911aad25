package online.speka.dispatcher.handoff;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import online.speka.contract.job.Job;
import online.speka.contract.wire.JobHeaders;
import online.speka.dispatcher.flowcontrol.Decision;
import org.jspecify.annotations.Nullable;

/// One span per assignment: from the reading of the job until its inbox has it. The worker's span
/// becomes its child.
final class DispatchTracing {

  private final Propagator propagator;
  private final InstantSource clock;

  DispatchTracing(Propagator propagator, InstantSource clock) {
    this.propagator = propagator;
    this.clock = clock;
  }

  /// @param queued how long the job has waited here: the span begins that much earlier
  Traced begin(Decision.Assign assign, Duration queued) {
    Job job = assign.arrival().job();
    if (job.trace() == null) {
      return new Traced(job, null);
    }
    String parent = job.trace().traceparent();
    Span span =
        propagator
            .extract(parent, (carrier, key) -> key.equals(JobHeaders.TRACEPARENT) ? carrier : null)
            .name("dispatch " + job.model())
            .kind(Span.Kind.PRODUCER)
            .startTimestamp(clock.millis() * 1000 - queued.toNanos() / 1000, TimeUnit.MICROSECONDS)
            .tag("gen_ai.request.model", job.model().value())
            .tag("speka.job.id", job.id().toString())
            .tag("speka.lane", job.target().lane().topicSuffix())
            .tag("speka.worker", assign.worker().value())
            .tag("speka.attempt", assign.attempt().toString())
            .start();
    return new Traced(under(job, span.context()), span);
  }

  private static Job under(Job job, TraceContext context) {
    String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
    String traceparent = "00-" + context.traceId() + "-" + context.spanId() + "-" + flags;
    return online.speka.contract.job.TraceContext.parse(traceparent).map(job::under).orElse(job);
  }

  /// A job on its way to a worker.
  ///
  /// @param job its trace is the dispatcher's span, if it is traced
  record Traced(Job job, @Nullable Span span) {
    void end(Inbox.Delivery delivery) {
      if (span != null) {
        span.tag("speka.delivery", delivery.name()).end();
      }
    }
  }
}
