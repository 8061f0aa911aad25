package online.speka.worker.running;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Optional;
import online.speka.contract.job.Job;
import online.speka.contract.job.TraceContext;
import online.speka.contract.wire.JobHeaders;

/// Spans through Micrometer Tracing.
final class MicrometerJobTracing implements JobTracing {

  private final Tracer tracer;
  private final Propagator propagator;

  MicrometerJobTracing(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public JobSpan start(Job job) {
    TraceContext parent = job.trace();
    Span.Builder builder =
        parent == null
            ? tracer.spanBuilder()
            : propagator.extract(
                parent,
                (carrier, key) ->
                    JobHeaders.TRACEPARENT.equalsIgnoreCase(key) ? carrier.traceparent() : null);
    Span span =
        builder
            .name(job.target().kind().operation() + " " + job.model())
            .kind(Span.Kind.CONSUMER)
            .tag("gen_ai.operation.name", job.target().kind().operation())
            .tag("gen_ai.request.model", job.model().value())
            .tag("speka.job.id", job.id().toString())
            .start();
    return new SpanOfJob(span);
  }

  private record SpanOfJob(Span span) implements JobSpan {

    @Override
    public Optional<TraceContext> context() {
      io.micrometer.tracing.TraceContext context = span.context();
      boolean sampled = Boolean.TRUE.equals(context.sampled());
      return TraceContext.parse(
          "00-" + context.traceId() + "-" + context.spanId() + (sampled ? "-01" : "-00"));
    }

    @Override
    public void end(String status, String cause) {
      span.tag("speka.job.status", status).tag("speka.job.cause", cause).end();
    }
  }
}
