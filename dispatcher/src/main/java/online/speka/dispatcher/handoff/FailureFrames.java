package online.speka.dispatcher.handoff;

import online.speka.contract.error.ApiError;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// Tells the edge that waits for a job that it has failed.
interface FailureFrames {

  /// Returns at once. Tried again for a while; after that the edge's own deadline ends the wait.
  void publish(Job job, Attempt attempt, ApiError error);
}
