package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.scheduling.WorkerPicker;
import online.speka.dispatcher.workers.Fleet;

/// The owner of one model: takes events, answers with decisions. Not thread-safe; whoever holds it
/// brings one event at a time.
public final class ModelOwner {

  private final JobBook book;
  private final Resolution resolution;
  private final Conclusions conclusions;
  private final Endings endings;
  private final Dispatching dispatching;
  private final Attempts attempts;
  private final SlotCheck sightings;
  private final RetryRule retries;
  private final DispatchMetrics metrics;
  private final List<Decision> decisions = new ArrayList<>();
  private Fleet fleet = Fleet.NONE;

  /// @param epoch of every attempt this owner starts
  public ModelOwner(
      ModelId model, int epoch, FlowLimits limits, WorkerPicker picker, DispatchMetrics metrics) {
    this.metrics = metrics;
    FreshEnds ends = new FreshEnds();
    this.retries = new RetryRule(limits);
    this.book = new JobBook(model, limits);
    this.endings = new Endings(model, epoch);
    this.attempts =
        new Attempts(
            book,
            retries,
            ends,
            endings,
            new Attempts.Watch(metrics, decisions::add, limits.waits().lossWordMax()));
    this.sightings = new SlotCheck(book, limits.sightings(), attempts, ends, decisions::add);
    this.dispatching = new Dispatching(book, limits, picker, attempts, retries, epoch);
    this.resolution =
        new Resolution(
            book,
            attempts,
            endings,
            retries,
            new Inheritance(limits.inheritedFactsMax()),
            new Resolution.Watch(metrics, decisions::add));
    this.conclusions = new Conclusions(book, attempts, limits.waits());
  }

  /// The one way in.
  public List<Decision> on(OwnerEvent event, Moment now) {
    switch (event) {
      case OwnerEvent.Arrived(Arrival arrival) -> arrived(arrival, now);
      case OwnerEvent.FleetSeen(Fleet seen) -> seen(seen, now);
      case OwnerEvent.FleetUnknown _ -> dispatching.fleetUnknown();
      case OwnerEvent.Ended(Outcome outcome) -> ended(outcome, now);
      case OwnerEvent.AttemptEnded(AttemptFailed failure) -> attemptEnded(failure, now);
      case OwnerEvent.FactsRead(long inquiry) -> sightings.factsRead(inquiry, now);
      case OwnerEvent.Cancelled(JobId job) -> cancelled(job, now);
      case OwnerEvent.HandoffFailed failed -> {
        attempts.unsent(failed.job(), failed.attempt());
        dispatching.pause(now);
      }
      case OwnerEvent.Concluded(JobId job) -> conclusions.written(job, now);
      case OwnerEvent.ConcludeFailed(JobId job) -> conclusions.refused(job, now);
      case OwnerEvent.Inheriting inheriting -> resolution.begin(inheriting);
      case OwnerEvent.Inherited(Legacy legacy) -> resolution.complete(legacy, fleet, now);
      case OwnerEvent.Membership(boolean held) -> dispatching.membership(held);
      case OwnerEvent.Tick _ -> conclusions.chase(now);
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
    if (resolution.since().isBefore(since)) {
      since = resolution.since();
    }
    for (OwnedJob job : book.all()) {
      Instant first = job.tries().firstAt();
      if (first != null && first.isBefore(since)) {
        since = first;
      }
    }
    return since;
  }

  /// The jobs that have not ended, as far as that is known.
  public List<Job> unfinished() {
    return book.unfinished();
  }

  public OwnerStats stats() {
    Map<Lane, Integer> waiting = new EnumMap<>(Lane.class);
    Map<Lane, Instant> oldest = new EnumMap<>(Lane.class);
    Map<Lane, Long> tokens = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      waiting.put(lane, book.queue().lane(lane).size());
      tokens.put(lane, book.queue().tokens(lane));
      book.queue().oldest(lane).ifPresent(at -> oldest.put(lane, at));
    }
    Slots slots = book.slots();
    return new OwnerStats(
        new OwnerStats.Queued(waiting, tokens, oldest),
        book.count(),
        new OwnerStats.SlotCount(slots.total(), slots.free(), slots.used()),
        retries.balance());
  }

  private void arrived(Arrival arrival, Moment now) {
    // An edge that submits a job in place of one that died cannot know whether it did.
    if (book.find(arrival.job().id()) != null || book.hasEnded(arrival.job().id())) {
      metrics.jobRepeated();
      decisions.add(new Decision.Finish(arrival.position()));
      return;
    }
    OwnedJob job = book.add(arrival);
    metrics.jobRead(job.lane());
    retries.accepted();
    resolution.resolve(job, fleet, now);
  }

  private void seen(Fleet seen, Moment now) {
    fleet = seen;
    dispatching.fleetSeen(seen, now);
    sightings.check(seen, now);
  }

  private void ended(Outcome outcome, Moment now) {
    OwnedJob job = book.find(outcome.job().id());
    if (job == null || job.state() instanceof JobState.Unresolved) {
      resolution.note(outcome);
    } else {
      attempts.ended(job, outcome, now);
    }
  }

  private void attemptEnded(AttemptFailed failure, Moment now) {
    OwnedJob job = book.find(failure.job().id());
    if (job == null || job.state() instanceof JobState.Unresolved) {
      resolution.note(failure);
    } else {
      attempts.failed(job, failure, now);
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
      case JobState.Suspected suspected -> book.move(job, suspected.cancel());
      case JobState.Lost lost -> book.move(job, lost.cancel());
      case JobState.Lingering _, JobState.Concluding _ -> {}
    }
  }
}
