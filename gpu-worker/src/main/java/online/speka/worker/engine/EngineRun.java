package online.speka.worker.engine;

import java.util.Objects;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// One attempt at one job, as an engine sees it.
///
/// @param body the client's request body; read-only
/// @param traceparent the worker's span, for engines that call on to others; empty if not traced
/// @param framesDelivered how many frames earlier attempts have delivered: so many, from the first,
///     are left out of what the engine writes now, so that nobody waits for them
public record EngineRun(
    Job job,
    Attempt attempt,
    byte[] body,
    Cancellation cancellation,
    String traceparent,
    int framesDelivered) {
  public EngineRun {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(body);
    Objects.requireNonNull(cancellation);
    Objects.requireNonNull(traceparent);
  }

  /// A run of which nothing has been delivered.
  public EngineRun(
      Job job, Attempt attempt, byte[] body, Cancellation cancellation, String traceparent) {
    this(job, attempt, body, cancellation, traceparent, 0);
  }
}
