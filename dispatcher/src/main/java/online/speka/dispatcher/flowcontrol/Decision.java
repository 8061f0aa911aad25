package online.speka.dispatcher.flowcontrol;

import online.speka.contract.error.ApiError;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// What a model's owner wants done.
public sealed interface Decision {

  /// Push the job into the worker's inbox. Answered by [OwnerEvent.HandoffFailed] or nothing.
  record Assign(Arrival arrival, Attempt attempt, WorkerId worker) implements Decision {}

  /// Write the outcome; when it is durable tell the client. Answered by [OwnerEvent.Concluded] or
  /// [OwnerEvent.ConcludeFailed].
  ///
  /// @param error what the client is told; null if there is nobody to tell
  /// @param deadLetter whether the job is kept for people to look at
  record Conclude(Arrival arrival, Outcome outcome, @Nullable ApiError error, boolean deadLetter)
      implements Decision {

    JobId job() {
      return outcome.job().id();
    }
  }

  /// Write that an attempt is lost, when nothing of it can reach the client any more. Answered, by
  /// way of the topic, by [OwnerEvent.AttemptEnded].
  record ReportFailure(AttemptFailed failure) implements Decision {}

  /// The job is over, and whoever was to tell its client may have died before it could: see to it
  /// that the answer, or the failure, comes to its end. Nothing waits for it.
  ///
  /// @param attempt that ended it
  record Reassure(Job job, Attempt attempt, Outcome.Status status, Cause cause)
      implements Decision {

    static Reassure of(Outcome outcome) {
      return new Reassure(outcome.job(), outcome.attempt(), outcome.status(), outcome.cause());
    }
  }

  /// Make sure that no fact is on its way: a job seems to be lost, and its outcome may only be
  /// late. Answered by [OwnerEvent.FactsRead].
  ///
  /// @param inquiry counts up
  record ReadFacts(long inquiry) implements Decision {}

  /// The job needs nothing more: its place in the log may be passed.
  record Finish(Position position) implements Decision {}
}
