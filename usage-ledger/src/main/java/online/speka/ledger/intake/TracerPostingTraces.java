package online.speka.ledger.intake;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import online.speka.contract.job.TraceContext;
import online.speka.contract.outcome.Outcome;
import online.speka.ledger.posting.Receipt;

/// Spans under the one that accepted the job, for every traced job whose bill is new.
final class TracerPostingTraces implements PostingTraces {

  private static final int SAMPLED = 1;
  private static final int FLAGS_AT = 53;

  private final Tracer tracer;

  TracerPostingTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public void posted(List<Receipt> receipts, Instant began, Instant committed) {
    receipts.stream()
        .map(Receipt::billed)
        .flatMap(Optional::stream)
        .forEach(bill -> posted(bill, began, committed));
  }

  private void posted(Receipt.Billed bill, Instant began, Instant committed) {
    Outcome outcome = bill.outcome();
    TraceContext trace = outcome.job().trace();
    if (trace != null && isSampled(trace)) {
      Span span =
          tracer
              .spanBuilder()
              .setParent(
                  tracer
                      .traceContextBuilder()
                      .traceId(trace.traceId())
                      .spanId(trace.spanId())
                      .sampled(true)
                      .build())
              .name("post bill")
              .kind(Span.Kind.CONSUMER)
              .tag("speka.job.id", outcome.job().id().toString())
              .tag("gen_ai.request.model", outcome.job().model().value())
              .tag("gen_ai.usage.input_tokens", outcome.usage().promptTokens())
              .tag("gen_ai.usage.output_tokens", outcome.usage().completionTokens())
              .tag("speka.bill.micro_credits", bill.amount().value())
              .startTimestamp(micros(began), TimeUnit.MICROSECONDS)
              .start();
      span.end(micros(committed), TimeUnit.MICROSECONDS);
    }
  }

  private static boolean isSampled(TraceContext trace) {
    return (Integer.parseInt(trace.traceparent().substring(FLAGS_AT), 16) & SAMPLED) != 0;
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }
}
