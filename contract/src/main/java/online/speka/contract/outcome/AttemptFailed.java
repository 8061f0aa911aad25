package online.speka.contract.outcome;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// An attempt ended and the job did not: its owner tries again or gives up. Written by the worker
/// whose engine failed, or by the dispatcher for a worker that is gone; never billed.
///
/// An outcome of the same attempt that stands behind it in the topic is void: the worker was not
/// dead, or what it wrote was long on its way, and another attempt speaks for the job. All facts of
/// a job lie in one partition, so that everybody reads the two in the same order.
///
/// @param error what the client is told if this was the last attempt
/// @param detail for people on call
public record AttemptFailed(
    Job job, Attempt attempt, Cause cause, ApiError error, String detail, Instant at)
    implements JobEvent {
  public AttemptFailed {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(cause);
    Objects.requireNonNull(error);
    Objects.requireNonNull(detail);
    Objects.requireNonNull(at);
  }
}
