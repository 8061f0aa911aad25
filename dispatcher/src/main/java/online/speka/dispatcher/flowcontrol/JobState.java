package online.speka.dispatcher.flowcontrol;

import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.outcome.AttemptFailed;

/// Where a job stands.
///
/// ```
/// Unresolved --> Waiting <--> Assigned <--> Suspected
///     |   \         |          |   |  \
///     |    \        v          |   |   Lingering --> (gone)
///     |     `--> Concluding <--'   |
///     `--> Assigned (adopted)      `--> (gone)
/// ```
///
/// A suspected job goes wherever an assigned one goes; one whose worker is gone is lost for a
/// moment on its way from there.
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

    Suspected suspect(long inquiry) {
      return new Suspected(worker, attempt, cancelled, inquiry);
    }

    Assigned cancel() {
      return new Assigned(worker, attempt, sighting, true);
    }
  }

  /// Assigned, and its worker no longer shows it: it is lost, or its outcome is on its way.
  ///
  /// @param inquiry that tells which
  record Suspected(WorkerId worker, Attempt attempt, boolean cancelled, long inquiry)
      implements JobState {

    Suspected cancel() {
      return new Suspected(worker, attempt, true, inquiry);
    }

    Assigned found() {
      return new Assigned(worker, attempt, Sighting.NONE.next(true), cancelled);
    }
  }

  /// Its worker is gone, and the word that the attempt is lost is on its way to the outcomes topic.
  /// What stands there first counts, that word or an outcome: the job goes on when the word is read
  /// back.
  ///
  /// @param until when to go on without
  record Lost(WorkerId worker, Attempt attempt, boolean cancelled, AttemptFailed word, Moment until)
      implements JobState {

    Lost cancel() {
      return new Lost(worker, attempt, true, word, until);
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
