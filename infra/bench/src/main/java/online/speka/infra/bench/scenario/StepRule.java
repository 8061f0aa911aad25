package online.speka.infra.bench.scenario;

import online.speka.infra.bench.measure.Tally;

/// When a rate counts as held: every request answered, none wrong, and the p99 from the due moment
/// at most [#P99_TIMES_MAX] times the unloaded one.
///
/// @param unloadedP99Ms at a rate that is no load
record StepRule(double unloadedP99Ms) {

  static final double P99_TIMES_MAX = 10;

  /// Connections that this machine is asked to hold, whatever the latency.
  static final int IN_FLIGHT_MAX = 4_096;

  /// So that at low rates chance does not end a step.
  private static final int ROOM = 64;

  /// How a step ended.
  sealed interface Judgement {
    /// For people.
    String words();

    record Held() implements Judgement {
      @Override
      public String words() {
        return "held";
      }
    }

    record NotHeld(String words) implements Judgement {}
  }

  double p99MsMax() {
    return P99_TIMES_MAX * unloadedP99Ms;
  }

  /// More than this in flight cannot be with a p99 within the bound (Little's law).
  int inFlightMax(double ratePerSecond, double streamMs) {
    double byLatency = ratePerSecond * (streamMs + p99MsMax()) / 1000 + ROOM;
    return (int) Math.min(IN_FLIGHT_MAX, Math.ceil(byLatency));
  }

  Judgement judge(Tally tally, boolean overrun) {
    if (overrun) {
      return new Judgement.NotHeld("too many in flight");
    }
    if (tally.errors() > 0) {
      return new Judgement.NotHeld(tally.errors() + " errors: " + tally.reasons());
    }
    double p99Ms = tally.firstToken().percentileMs(99);
    if (!(p99Ms <= p99MsMax())) {
      return new Judgement.NotHeld("p99 over " + P99_TIMES_MAX + " times the unloaded");
    }
    return new Judgement.Held();
  }
}
