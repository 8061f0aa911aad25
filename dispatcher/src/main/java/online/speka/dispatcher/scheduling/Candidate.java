package online.speka.dispatcher.scheduling;

import online.speka.contract.fleet.WorkerId;

/// A worker that is ready to run jobs of a model.
///
/// @param used slots that hold a job; may exceed the slots for a while after they were reduced
public record Candidate(WorkerId worker, int slots, int used) {

  public boolean isFree() {
    return used < slots;
  }

  /// Part of the slots that is taken.
  double load() {
    return (double) used / slots;
  }
}
