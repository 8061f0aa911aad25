package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.workers.Fleet;

/// What a model's owner is told.
public sealed interface OwnerEvent {

  /// A job was read from the log.
  record Arrived(Arrival arrival) implements OwnerEvent {}

  /// Heartbeats were read.
  record FleetSeen(Fleet fleet) implements OwnerEvent {}

  /// Heartbeats cannot be read.
  record FleetUnknown() implements OwnerEvent {}

  /// A terminal fact was read from the outcomes topic.
  record Ended(Outcome outcome) implements OwnerEvent {}

  /// An attempt's failure was read from the outcomes topic.
  record AttemptEnded(AttemptFailed failure) implements OwnerEvent {}

  /// Everything that was on the outcomes topic when a [Decision.ReadFacts] asked has been told.
  record FactsRead(long inquiry) implements OwnerEvent {}

  /// The client of a job has gone.
  record Cancelled(JobId job) implements OwnerEvent {}

  /// An assignment has not reached its worker's inbox, for sure.
  record HandoffFailed(JobId job, Attempt attempt) implements OwnerEvent {}

  /// The outcome that a [Decision.Conclude] asked for is durable.
  record Concluded(JobId job) implements OwnerEvent {}

  /// The outcome that a [Decision.Conclude] asked for could not be written.
  record ConcludeFailed(JobId job) implements OwnerEvent {}

  /// These shards had another owner until now; their jobs wait until it is known what became of
  /// them.
  ///
  /// @param since not after the first attempt at any of those jobs
  record Inheriting(Set<Shard> shards, Instant since) implements OwnerEvent {}

  /// It is known.
  record Inherited(Legacy legacy) implements OwnerEvent {}

  /// Whether this process is still known to be a member of the group. While it is not, another may
  /// own the model already: nothing is assigned or turned away.
  record Membership(boolean held) implements OwnerEvent {}

  /// Time has passed.
  record Tick() implements OwnerEvent {}
}
