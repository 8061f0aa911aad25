package online.speka.infra.faults.nemesis;

import java.time.Duration;

/// One blow of a plan.
///
/// @param waitMin shortest and
/// @param waitMax longest time after the step before
/// @param untilBack whether the next step waits until the victim, or its successor, works again, or
///     the storm is over
public record Step(Duration waitMin, Duration waitMax, Fault fault, boolean untilBack) {
  public Step {
    if (waitMin.isNegative() || waitMax.compareTo(waitMin) < 0) {
      throw new IllegalArgumentException("a wait from " + waitMin + " to " + waitMax);
    }
  }

  /// The same with as short a fault as it can be shown with.
  public Step brief() {
    return new Step(waitMin, waitMax, fault.brief(), untilBack);
  }
}
