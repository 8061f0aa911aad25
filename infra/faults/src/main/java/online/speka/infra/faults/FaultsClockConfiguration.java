package online.speka.infra.faults;

import java.time.InstantSource;

/// The one place that reads the wall clock, with which the platform stamps its jobs.
final class FaultsClockConfiguration {

  private FaultsClockConfiguration() {}

  static InstantSource clock() {
    return InstantSource.system();
  }
}
