package online.speka.infra.bench.scenario;

import java.time.Duration;
import online.speka.infra.bench.script.StreamScript.Shape;

/// How the time of `saturate` is spent.
///
/// @param shape of each stream; with two tokens or more, else chunks cost nothing to tell apart
/// @param firstRate what the steps begin at
/// @param step how long a step offers load
record SaturatePlan(Shape shape, Duration warmUp, double firstRate, Duration step) {

  static final double GROWTH = 1.25;

  /// From 40/s this is 5,500/s.
  static final int STEPS_MAX = 23;

  /// A rate that is no load for anything.
  static final double UNLOADED_RATE = 20;

  SaturatePlan {
    if (shape.tokens() < 2) {
      throw new IllegalArgumentException("saturate needs streams of at least two tokens");
    }
  }

  static SaturatePlan of(Shape shape, Duration warmUp, double firstRate, Duration measured) {
    // About 13 steps to 600/s, and as much as 7 more steps take for all the rest.
    return new SaturatePlan(shape, warmUp, firstRate, measured.dividedBy(20));
  }

  Duration unloaded() {
    return step.multipliedBy(2);
  }

  Duration leadIn() {
    Duration most = step.multipliedBy(2).dividedBy(5);
    return shape.length().compareTo(most) < 0 ? shape.length() : most;
  }
}
