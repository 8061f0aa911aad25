package online.speka.contract.outcome;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.usage.Usage;

/// The end of a job. The first outcome of a job that the topic holds is *the* outcome, unless the
/// topic said before that its attempt had failed ([AttemptFailed]); all others are counted and
/// dropped.
///
/// @param usage what is billed: tokens generated, whether or not the client saw the end
/// @param detail for people on call; never prompts or answers
public record Outcome(
    Job job,
    Attempt attempt,
    Status status,
    Cause cause,
    Usage usage,
    Timings timings,
    String detail,
    Instant at)
    implements JobEvent {

  public Outcome {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(status);
    Objects.requireNonNull(cause);
    Objects.requireNonNull(usage);
    Objects.requireNonNull(timings);
    Objects.requireNonNull(detail);
    Objects.requireNonNull(at);
  }

  /// How a job ended, in few words: what metrics are labelled with.
  public enum Status {
    /// The whole answer was produced.
    COMPLETED,
    /// An error was reported to the client.
    FAILED,
    /// The client did not want it any more.
    CANCELLED,
    /// It was queued and its deadline passed, or it was pushed out of the queue: it never ran to an
    /// end.
    EVICTED
  }
}
