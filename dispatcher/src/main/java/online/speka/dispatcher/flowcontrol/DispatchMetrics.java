package online.speka.dispatcher.flowcontrol;

import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;

/// Counts what a model's owner does. At any moment, over the life of one owner:
///
/// ```
/// jobsRead = jobsEnded + jobsEndedBefore + unresolved + waiting + assigned + concluding
/// attemptsStarted + attemptsAdopted = attemptsOver (all ends) + assigned + lingering
/// redispatched = attemptsOver (FAILED, DRAINED, WORKER_LOST, MISSING, UNSENT)
///                - attempts whose job was then given up, cancelled or refused a retry
/// ```
public interface DispatchMetrics {

  DispatchMetrics NONE = new DispatchMetrics() {};

  /// A job came in that was not there yet.
  default void jobRead(Lane lane) {}

  /// A job that was there came in again.
  default void jobRepeated() {}

  /// The first outcome of a job was read.
  default void jobEnded(Outcome.Status status, Cause cause) {}

  /// A job read again after a takeover turned out to have ended before.
  default void jobEndedBefore() {}

  default void attemptStarted() {}

  /// A running attempt was taken over from a former owner.
  default void attemptAdopted() {}

  default void attemptOver(AttemptEnd end) {}

  default void redispatched(AttemptEnd why) {}

  /// A job failed that could have been tried again: the model's retry budget is used up.
  default void retryRefused() {}

  /// An outcome was read of an attempt that the topic had said to have failed.
  default void outcomeVoid() {}

  /// An outcome or failure was read that changes nothing any more.
  default void factDropped() {}
}
