package online.speka.contract.outcome;

/// Why a job or an attempt ended the way it did. Few enough to label a metric; the story for people
/// stands beside it.
public enum Cause {
  FINISHED,
  INVALID_REQUEST,
  CLIENT_GONE,
  DEADLINE_PASSED,
  /// No worker served the model for longer than jobs wait.
  NO_WORKER,
  /// More work waited for the model than is let wait, or for longer.
  QUEUE_FULL,
  UPSTREAM_ERROR,
  UPSTREAM_TIMEOUT,
  ENGINE_ERROR,
  /// The worker died or could not be heard any more.
  WORKER_LOST,
  /// The worker died, and the job is as likely to have killed it as others that it held. Does not
  /// count against the job.
  WORKER_LOST_WITH_OTHERS,
  /// The worker was told to stop before it started the job. Does not count against the job.
  WORKER_DRAINING,
  /// The engine broke after tokens had been delivered and cannot continue from them.
  CANNOT_CONTINUE
}
