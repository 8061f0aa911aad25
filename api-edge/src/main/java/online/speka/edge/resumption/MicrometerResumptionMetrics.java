package online.speka.edge.resumption;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

final class MicrometerResumptionMetrics implements ResumptionMetrics {
  private static final String REQUESTS = "speka.edge.idempotent.requests";

  private final Counter begun;
  private final Counter attached;
  private final Counter expired;
  private final Counter reused;
  private final Counter takenOver;

  MicrometerResumptionMetrics(MeterRegistry registry) {
    this.begun = registry.counter(REQUESTS, "how", "begun");
    this.attached = registry.counter(REQUESTS, "how", "attached");
    this.expired = registry.counter(REQUESTS, "how", "expired");
    this.reused = registry.counter(REQUESTS, "how", "reused");
    this.takenOver = registry.counter("speka.edge.idempotent.takeovers");
  }

  @Override
  public void begun() {
    begun.increment();
  }

  @Override
  public void attached() {
    attached.increment();
  }

  @Override
  public void expired() {
    expired.increment();
  }

  @Override
  public void reused() {
    reused.increment();
  }

  @Override
  public void takenOver() {
    takenOver.increment();
  }
}
