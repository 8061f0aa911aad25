package online.speka.dispatcher.flowcontrol;

import java.util.Optional;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;

/// The attempt that a job depends on, and the worker whose slot it holds.
///
/// @param cancelled whether it is not to be tried again
record Holding(WorkerId worker, Attempt attempt, boolean cancelled) {

  /// Empty unless the job is assigned, or lost, or suspected to be.
  static Optional<Holding> of(JobState state) {
    return switch (state) {
      case JobState.Assigned a -> Optional.of(new Holding(a.worker(), a.attempt(), a.cancelled()));
      case JobState.Suspected s -> Optional.of(new Holding(s.worker(), s.attempt(), s.cancelled()));
      case JobState.Lost l -> Optional.of(new Holding(l.worker(), l.attempt(), l.cancelled()));
      case JobState.Unresolved _, JobState.Waiting _, JobState.Lingering _, JobState.Concluding _ ->
          Optional.empty();
    };
  }

  /// Keeps the slot and nothing else.
  JobState.Lingering linger() {
    return new JobState.Lingering(worker, attempt, Sighting.NONE);
  }
}
