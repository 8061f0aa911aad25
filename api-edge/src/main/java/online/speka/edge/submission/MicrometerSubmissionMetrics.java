package online.speka.edge.submission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Submission metrics as Micrometer counters.
final class MicrometerSubmissionMetrics implements SubmissionMetrics {
  static final String SUBMITTED = "speka.edge.jobs.submitted";
  static final String ACKNOWLEDGED = "speka.edge.jobs.acknowledged";
  static final String REFUSED = "speka.edge.jobs.refused";

  private final MeterRegistry registry;
  private final Counter submitted;
  private final Counter acknowledged;

  MicrometerSubmissionMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.submitted = registry.counter(SUBMITTED);
    this.acknowledged = registry.counter(ACKNOWLEDGED);
  }

  @Override
  public void submitted() {
    submitted.increment();
  }

  @Override
  public void acknowledged() {
    acknowledged.increment();
  }

  @Override
  public void refused(String cause) {
    registry.counter(REFUSED, "cause", cause).increment();
  }
}
