package online.speka.dispatcher.workers;

import java.time.Duration;

/// When a worker counts as dead.
///
/// @param silenceMax longest time without a new beat
/// @param outageGrace what is added to it once, after this process could not read: workers that
///     lost Redis at the same time need a moment to come back
/// @param gapMax most time one pair of readings adds to a silence, so that a process that was
///     stopped itself does not bury its workers on waking up
public record LivenessLimits(Duration silenceMax, Duration outageGrace, Duration gapMax) {
  public LivenessLimits {
    if (!silenceMax.isPositive() || !gapMax.isPositive() || outageGrace.isNegative()) {
      throw new IllegalArgumentException("limits of liveness must be positive");
    }
  }
}
