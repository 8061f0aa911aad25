package online.speka.infra.bench.net;

import java.util.function.LongSupplier;

/// The one place that reads the machine's clock; everybody else is given a ticker.
public final class ClockConfiguration {

  private ClockConfiguration() {}

  /// Nanoseconds of the monotonic clock, which all processes of a machine share.
  public static LongSupplier ticker() {
    return System::nanoTime;
  }
}
