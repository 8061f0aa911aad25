package online.speka.dispatcher.scheduling;

import online.speka.contract.fleet.WorkerId;

/// What came of picking a worker for a job.
public sealed interface Pick {

  record Picked(WorkerId worker) implements Pick {}

  /// No slot is free: no job can start now.
  record Saturated() implements Pick {}

  /// Only workers that this job has failed on have a free slot, and others will have one: this job
  /// waits for them, another may start.
  record OnlyAvoided() implements Pick {}
}
