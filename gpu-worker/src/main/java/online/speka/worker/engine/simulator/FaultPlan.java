package online.speka.worker.engine.simulator;

import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.job.Attempt;
import online.speka.worker.engine.simulator.words.Dice;

/// What goes wrong in one attempt. A fault in mid-stream strikes the first attempt that gets that
/// far, so that the next one can show that it continues; one that kills strikes every attempt.
///
/// @param failsAtOnce whether there is no token at all
/// @param breaksAt dies when this many tokens have been generated; 0 never
/// @param stallsAt falls silent when this many tokens have been generated; 0 never
/// @param killsAt takes its whole process with it when this many have been; 0 never
record FaultPlan(boolean failsAtOnce, int breaksAt, int stallsAt, int killsAt) {

  private static final int SALT = 7;

  /// @param seed of the answer: the same requests fail every time
  static FaultPlan of(Faults faults, Attempt attempt, long seed) {
    boolean unlucky =
        attempt.number() == 1 && new Dice(Dice.mix(seed, SALT)).unit() < faults.failureRate();
    boolean fails = attempt.number() <= faults.failAttempts() || unlucky;
    boolean strikes = attempt.number() - 1 == faults.failAttempts();
    return new FaultPlan(
        fails,
        strikes ? faults.breakAtToken() : 0,
        strikes ? faults.stallAtToken() : 0,
        faults.killAtToken());
  }
}
