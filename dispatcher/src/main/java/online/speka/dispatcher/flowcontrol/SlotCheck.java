package online.speka.dispatcher.flowcontrol;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.dispatcher.workers.Fleet;
import online.speka.dispatcher.workers.WorkerView;

/// Compares what is assigned with what workers say they hold.
///
/// A job that its living worker does not show is lost, or done and its outcome is late. Before it
/// is given to another worker, everything on the outcomes topic is read: a slow reader must not
/// make work run twice.
final class SlotCheck {

  private final JobBook book;
  private final FlowLimits.Sightings limits;
  private final Attempts attempts;
  private final FreshEnds ends;
  private final Consumer<Decision> decide;
  private long inquiries;

  SlotCheck(
      JobBook book,
      FlowLimits.Sightings limits,
      Attempts attempts,
      FreshEnds ends,
      Consumer<Decision> decide) {
    this.book = book;
    this.limits = limits;
    this.attempts = attempts;
    this.ends = ends;
    this.decide = decide;
  }

  /// Heartbeats were read.
  void check(Fleet fleet, Moment now) {
    long inquiry = inquiries + 1;
    Map<JobId, Boolean> alone = aloneOnLostWorkers(fleet);
    for (JobId id : book.slots().holders()) {
      OwnedJob job = book.find(id);
      if (job == null) {
        continue;
      }
      switch (job.state()) {
        case JobState.Assigned assigned when fleet.isGone(assigned.worker()) ->
            lose(job, assigned, alone, now);
        case JobState.Suspected suspected when fleet.isGone(suspected.worker()) ->
            lose(job, suspected, alone, now);
        case JobState.Lost lost -> attempts.check(job, lost, now);
        case JobState.Assigned assigned -> check(job, assigned, inquiry, fleet);
        case JobState.Suspected suspected -> check(job, suspected, fleet);
        case JobState.Lingering lingering -> check(job, lingering, fleet);
        case JobState.Unresolved _, JobState.Waiting _, JobState.Concluding _ -> {}
      }
    }
    if (inquiries == inquiry) {
      decide.accept(new Decision.ReadFacts(inquiry));
    }
    ends.takeUntold(fleet, now).forEach(decide);
  }

  /// Whatever was written before the inquiry is known: what is still suspected is lost.
  void factsRead(long inquiry, Moment now) {
    for (JobId id : book.slots().holders()) {
      OwnedJob job = book.find(id);
      if (job != null
          && job.state() instanceof JobState.Suspected suspected
          && suspected.inquiry() <= inquiry) {
        Holding.of(suspected).ifPresent(held -> attempts.missing(job, held, now));
      }
    }
  }

  /// Which jobs had a lost worker for themselves. Looked at before the first of them is dealt with.
  private Map<JobId, Boolean> aloneOnLostWorkers(Fleet fleet) {
    Map<JobId, Boolean> alone = new HashMap<>();
    for (WorkerId worker : book.slots().workers()) {
      if (fleet.isGone(worker)) {
        Set<JobId> there = book.slots().holders(worker);
        there.forEach(job -> alone.put(job, there.size() == 1));
      }
    }
    return alone;
  }

  private void lose(OwnedJob job, JobState state, Map<JobId, Boolean> alone, Moment now) {
    boolean wasAlone = alone.getOrDefault(job.id(), false);
    Holding.of(state).ifPresent(held -> attempts.workerLost(job, held, wasAlone, now));
  }

  private void check(OwnedJob job, JobState.Assigned assigned, long inquiry, Fleet fleet) {
    if (fleet.fresh().contains(assigned.worker())) {
      JobState.Assigned sighted =
          assigned.sighted(shows(fleet, assigned.worker(), job, assigned.attempt()));
      if (sighted.sighting().isLost(limits)) {
        inquiries = inquiry;
        book.move(job, sighted.suspect(inquiry));
      } else {
        book.move(job, sighted);
      }
    }
  }

  private void check(OwnedJob job, JobState.Suspected suspected, Fleet fleet) {
    if (shows(fleet, suspected.worker(), job, suspected.attempt())) {
      book.move(job, suspected.found());
    }
  }

  private void check(OwnedJob job, JobState.Lingering lingering, Fleet fleet) {
    if (fleet.isGone(lingering.worker())) {
      attempts.overtaken(job);
    } else if (fleet.fresh().contains(lingering.worker())) {
      JobState.Lingering sighted =
          lingering.sighted(shows(fleet, lingering.worker(), job, lingering.attempt()));
      if (sighted.sighting().isLost(limits)) {
        attempts.overtaken(job);
      } else {
        book.move(job, sighted);
      }
    }
  }

  private static boolean shows(Fleet fleet, WorkerId worker, OwnedJob job, Attempt attempt) {
    WorkerView view = fleet.alive().get(worker);
    return view != null && attempt.equals(view.running().get(job.id()));
  }
}
