package online.speka.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import online.speka.contract.job.Job;
import online.speka.contract.job.TraceContext;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.Receipt;
import org.junit.jupiter.api.Test;

class TracerPostingTracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String EDGE_SPAN = "00f067aa0ba902b7";
  private static final Instant BEGAN = Instant.parse("2026-03-01T00:00:00.000001Z");
  private static final Instant COMMITTED = Instant.parse("2026-03-01T00:00:00.004001Z");
  private static final Disposition POSTED = new Disposition.Posted(new MicroCredits(7));

  private final List<SpanData> spans = new ArrayList<>();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter())).build();
  private final PostingTraces traces =
      new TracerPostingTraces(
          new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), _ -> {}));

  @Test
  void theBillOfATracedJobIsASpanUnderTheEdges() {
    traces.posted(List.of(receipt("01", POSTED)), BEGAN, COMMITTED);

    assertThat(spans)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getParentSpanId()).isEqualTo(EDGE_SPAN);
              assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(4_000_000);
            });
  }

  @Test
  void whatIsNotSampledOrNotNewHasNoSpan() {
    traces.posted(
        List.of(receipt("00", POSTED), receipt("01", new Disposition.Duplicate())),
        BEGAN,
        COMMITTED);

    assertThat(spans).isEmpty();
  }

  private static Receipt receipt(String flags, Disposition disposition) {
    Job job = Facts.job(Facts.jobId(new Random(2)));
    Job traced =
        new Job(
            job.id(),
            job.target(),
            job.origin(),
            job.window(),
            job.demand(),
            new TraceContext("00-" + TRACE + "-" + EDGE_SPAN + "-" + flags));
    return new Receipt(Facts.completed(traced, Facts.FIRST, Usage.of(1, 1)), disposition);
  }

  private SpanExporter exporter() {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> exported) {
        spans.addAll(exported);
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }
}
