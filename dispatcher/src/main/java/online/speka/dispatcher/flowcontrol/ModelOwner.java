package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.scheduling.WorkerPicker;
import online.speka.dispatcher.workers.Fleet;

/// The owner of one model: takes events, answers with decisions. Not thread-safe; whoever holds it
/// brings one event at a time.
public final class ModelOwner {

  private final JobBook book;
  private final Inheritance inheritance;
  private final Endings endings;
  private final Dispatching dispatching;
  private final Attempts attempts;
  private final DispatchMetrics metrics;
  private final FlowLimits limits;
  private final List<Decision> decisions = new ArrayList<>();
  private Fleet fleet = Fleet.NONE;

  /// @param epoch of every attempt this owner starts
  public ModelOwner(
      ModelId model, int epoch, FlowLimits limits, WorkerPicker picker, DispatchMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    this.book = new JobBook(model, limits.readAhead());
    this.inheritance = new Inheritance(limits.inheritedFactsMax());
    this.endings = new Endings(model, epoch);
    this.attempts = new Attempts(book, limits, endings, metrics, decisions::add);
    this.dispatching = new Dispatching(book, limits.waits(), picker, attempts, epoch);
  }

  /// The one way in.
  public List<Decision> on(OwnerEvent event, Moment now) {
    switch (event) {
      case OwnerEvent.Arrived(Arrival arrival) -> arrived(arrival, now);
      case OwnerEvent.FleetSeen(Fleet seen) -> seen(seen, now);
      case OwnerEvent.FleetUnknown _ -> dispatching.fleetUnknown();
      case OwnerEvent.Ended(Outcome outcome) -> ended(outcome);
      case OwnerEvent.AttemptEnded(AttemptFailed failure) -> attemptEnded(failure, now);
      case OwnerEvent.Cancelled(JobId job) -> cancelled(job, now);
      case OwnerEvent.HandoffFailed failed -> {
        attempts.unsent(failed.job(), failed.attempt());
        dispatching.pause(now);
      }
      case OwnerEvent.Concluded(JobId job) -> written(job, true, now);
      case OwnerEvent.ConcludeFailed(JobId job) -> written(job, false, now);
      case OwnerEvent.Inheriting inheriting -> inheritance.begin(inheriting);
      case OwnerEvent.Inherited(Legacy legacy) -> inherited(legacy, now);
      case OwnerEvent.Membership(boolean held) -> dispatching.membership(held);
      case OwnerEvent.Tick _ -> chaseOutcomes(now);
    }
    dispatching.run(now, endings, attempts::conclude);
    book.readAhead().update(book.slots().total());
    List<Decision> decided = List.copyOf(decisions);
    decisions.clear();
    return decided;
  }

  /// Whether more of this lane should be read.
  public boolean wants(Lane lane) {
    return book.readAhead().wants(lane);
  }

  /// A time before which no unfinished job was ever given to a worker: who takes over after this
  /// owner needs no older facts.
  public Instant factsSince(Moment now) {
    Instant since = now.wall();
    if (inheritance.since().isBefore(since)) {
      since = inheritance.since();
    }
    for (OwnedJob job : book.all()) {
      Instant first = job.tries().firstAt();
      if (first != null && first.isBefore(since)) {
        since = first;
      }
    }
    return since;
  }

  public OwnerStats stats() {
    Map<Lane, Integer> waiting = new EnumMap<>(Lane.class);
    Map<Lane, Instant> oldest = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      waiting.put(lane, book.queue().lane(lane).size());
      book.queue().oldest(lane).ifPresent(at -> oldest.put(lane, at));
    }
    Slots slots = book.slots();
    return new OwnerStats(waiting, oldest, book.count(), slots.total(), slots.free(), slots.used());
  }

  private void arrived(Arrival arrival, Moment now) {
    if (book.find(arrival.job().id()) != null) {
      metrics.jobRepeated();
      decisions.add(new Decision.Finish(arrival.position()));
      return;
    }
    OwnedJob job = book.add(arrival);
    metrics.jobRead(job.lane());
    Position position = arrival.position();
    if (!inheritance.isUnresolved(position.shard())) {
      resolve(job, inheritance.covers(position), now);
      inheritance.read(position);
    }
  }

  private void seen(Fleet seen, Moment now) {
    fleet = seen;
    dispatching.fleetSeen(seen, now);
    attempts.check(seen, now);
  }

  private void ended(Outcome outcome) {
    OwnedJob job = book.find(outcome.job().id());
    if (job == null || job.state() instanceof JobState.Unresolved) {
      drop(outcome);
    } else {
      attempts.ended(job, outcome);
    }
  }

  private void attemptEnded(AttemptFailed failure, Moment now) {
    OwnedJob job = book.find(failure.job().id());
    if (job == null || job.state() instanceof JobState.Unresolved) {
      drop(failure);
    } else {
      attempts.failed(job, failure, now);
    }
  }

  private void drop(JobEvent fact) {
    if (!inheritance.note(fact)) {
      metrics.factDropped();
    }
  }

  private void cancelled(JobId id, Moment now) {
    OwnedJob job = book.find(id);
    if (job == null) {
      return;
    }
    switch (job.state()) {
      case JobState.Unresolved _ -> book.move(job, new JobState.Unresolved(true));
      case JobState.Waiting _ -> attempts.conclude(job, endings.clientGone(job, now));
      // The worker has heard it too and ends the job; if it dies first, the job is not run again.
      case JobState.Assigned assigned -> book.move(job, assigned.cancel());
      case JobState.Lingering _, JobState.Concluding _ -> {}
    }
  }

  private void inherited(Legacy legacy, Moment now) {
    inheritance.complete(legacy);
    for (OwnedJob job : book.unresolved()) {
      Position position = job.arrival().position();
      if (!inheritance.isUnresolved(position.shard())) {
        resolve(job, inheritance.covers(position), now);
        inheritance.read(position);
      }
    }
  }

  /// Finds out where a job stands that has just been read.
  private void resolve(OwnedJob job, boolean mayHaveRun, Moment now) {
    if (mayHaveRun) {
      PastFacts.Past past = inheritance.of(job);
      if (past.ended()) {
        metrics.jobEndedBefore();
        attempts.finish(job);
        return;
      }
      job.tries(past.tries(inheritance.since()));
      var running = fleet.running(job.id()).filter(r -> !past.knows(r.attempt()));
      if (running.isPresent()) {
        attempts.adopt(job, running.get(), inheritance.since());
        return;
      }
      if (past.lastFailure() != null && job.tries().areUsedUp(limits.retries())) {
        attempts.conclude(job, endings.givenUp(job, past.lastFailure(), now));
        return;
      }
    }
    boolean gone = job.state() instanceof JobState.Unresolved(boolean cancelled) && cancelled;
    if (gone) {
      attempts.conclude(job, endings.clientGone(job, now));
    } else {
      book.move(job, new JobState.Waiting());
    }
  }

  private void written(JobId id, boolean durable, Moment now) {
    OwnedJob job = book.find(id);
    if (job != null && job.state() instanceof JobState.Concluding(Decision.Conclude command, _)) {
      JobState.Stage stage =
          durable
              ? new JobState.Stage.Durable(now.plus(limits.waits().observeMax()))
              : new JobState.Stage.Refused(now.plus(limits.waits().concludeRetry()));
      book.move(job, new JobState.Concluding(command, stage));
    }
  }

  /// Writes again what could not be written, and stops waiting for what is written for sure.
  private void chaseOutcomes(Moment now) {
    for (OwnedJob job : book.concluding()) {
      if (!(job.state() instanceof JobState.Concluding(Decision.Conclude command, var stage))) {
        continue;
      }
      switch (stage) {
        case JobState.Stage.Written _ -> {}
        case JobState.Stage.Refused(Moment retryAt) -> {
          if (!now.isBefore(retryAt)) {
            attempts.conclude(job, command);
          }
        }
        case JobState.Stage.Durable(Moment until) -> {
          if (!now.isBefore(until)) {
            attempts.ended(job, command.outcome());
          }
        }
      }
    }
  }
}
