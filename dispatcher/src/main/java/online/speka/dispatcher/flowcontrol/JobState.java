package online.speka.dispatcher.flowcontrol;

import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;

/// Where a job stands.
///
/// ```
/// Unresolved --> Waiting <--> Assigned --> (gone)
///     |   \         |          |     \
///     |    \        v          v      Lingering --> (gone)
///     |     `--> Concluding <--'
///     `--> Assigned (adopted)
/// ```
///
/// A job is gone when its outcome has been read. Which moves are allowed is checked in [OwnedJob].
sealed interface JobState {

  /// Read, but another owner may have dealt with it: nothing is known yet.
  record Unresolved(boolean cancelled) implements JobState {}

  /// In the queue.
  record Waiting() implements JobState {}

  /// In a worker's inbox or slot.
  record Assigned(WorkerId worker, Attempt attempt, Sighting sighting, boolean cancelled)
      implements JobState {

    Assigned sighted(boolean shown) {
      return new Assigned(worker, attempt, sighting.next(shown), cancelled);
    }

    Assigned cancel() {
      return new Assigned(worker, attempt, sighting, true);
    }
  }

  /// Ended by an attempt that had been given up, while this newer one still holds a slot.
  record Lingering(WorkerId worker, Attempt attempt, Sighting sighting) implements JobState {
    Lingering sighted(boolean shown) {
      return new Lingering(worker, attempt, sighting.next(shown));
    }
  }

  /// Its end is decided and being written.
  record Concluding(Decision.Conclude command, Stage stage) implements JobState {}

  /// How far the writing of an outcome has come.
  sealed interface Stage {
    record Written() implements Stage {}

    record Refused(Moment retryAt) implements Stage {}

    /// @param until when to stop waiting for it to be read back
    record Durable(Moment until) implements Stage {}
  }
}
