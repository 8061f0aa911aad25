package online.speka.ledger.generations;

import io.micrometer.core.instrument.MeterRegistry;

/// Counts reservations that nobody else has ended.
interface SweepMetrics {

  SweepMetrics NONE = (_, _) -> {};

  /// @param billed that had a bill, or are known never to have one
  /// @param leaked that no job ever came of
  void swept(int billed, int leaked);

  static SweepMetrics in(MeterRegistry registry) {
    String name = "speka.ledger.reservations.swept";
    return (billed, leaked) -> {
      registry.counter(name, "result", "billed").increment(billed);
      registry.counter(name, "result", "leaked").increment(leaked);
    };
  }
}
