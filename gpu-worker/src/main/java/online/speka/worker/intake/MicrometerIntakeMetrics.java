package online.speka.worker.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// Intake's counters in Micrometer.
final class MicrometerIntakeMetrics implements IntakeMetrics {

  private final MeterRegistry registry;

  MicrometerIntakeMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void assignment(Kind kind) {
    registry
        .counter("speka.worker.assignments", "kind", kind.name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
