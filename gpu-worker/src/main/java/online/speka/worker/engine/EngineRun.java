package online.speka.worker.engine;

import java.util.Objects;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// One attempt at one job, as an engine sees it.
///
/// @param body the client's request body; read-only
/// @param traceparent the worker's span, for engines that call on to others; empty if not traced
public record EngineRun(
    Job job, Attempt attempt, byte[] body, Cancellation cancellation, String traceparent) {
  public EngineRun {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(body);
    Objects.requireNonNull(cancellation);
    Objects.requireNonNull(traceparent);
  }
}
