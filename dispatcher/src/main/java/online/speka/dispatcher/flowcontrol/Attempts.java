package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.function.Consumer;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.workers.Fleet;
import online.speka.dispatcher.workers.WorkerView;

/// What becomes of a job when an attempt begins or ends: again on another worker, given up, or
/// gone.
final class Attempts {

  private final JobBook book;
  private final FlowLimits limits;
  private final Endings endings;
  private final DispatchMetrics metrics;
  private final Consumer<Decision> decide;

  Attempts(
      JobBook book,
      FlowLimits limits,
      Endings endings,
      DispatchMetrics metrics,
      Consumer<Decision> decide) {
    this.book = book;
    this.limits = limits;
    this.endings = endings;
    this.metrics = metrics;
    this.decide = decide;
  }

  void start(OwnedJob job, WorkerId worker, int epoch, Moment now) {
    Attempt attempt = job.tries().next(epoch);
    job.tries(job.tries().started(attempt, now.wall()));
    book.move(job, new JobState.Assigned(worker, attempt, Sighting.NONE, false));
    metrics.attemptStarted();
    decide.accept(new Decision.Assign(job.arrival(), attempt, worker));
  }

  /// Takes over an attempt that a former owner started.
  void adopt(OwnedJob job, Fleet.Running running, Instant since) {
    boolean cancelled =
        job.state() instanceof JobState.Unresolved(boolean clientGone) && clientGone;
    job.tries(job.tries().started(running.attempt(), since));
    Sighting seen = Sighting.NONE.next(true);
    book.move(job, new JobState.Assigned(running.worker(), running.attempt(), seen, cancelled));
    metrics.attemptAdopted();
  }

  /// The job's outcome is known. The first one counts, whoever wrote it.
  void ended(OwnedJob job, Outcome outcome) {
    if (job.state() instanceof JobState.Lingering lingering) {
      metrics.factDropped();
      if (lingering.attempt().equals(outcome.attempt())) {
        overtaken(job);
      }
      return;
    }
    metrics.jobEnded(outcome.status(), outcome.cause());
    if (job.state() instanceof JobState.Assigned(WorkerId worker, Attempt attempt, var seen, _)) {
      if (!attempt.equals(outcome.attempt())) {
        // An attempt that was given up came through after all. The newer one runs on and keeps its
        // slot until it is heard of.
        decide.accept(new Decision.Finish(job.arrival().position()));
        book.move(job, new JobState.Lingering(worker, attempt, seen));
        return;
      }
      metrics.attemptOver(AttemptEnd.OUTCOME);
    }
    finish(job);
  }

  /// An attempt's failure was reported by its worker, or by this owner and read back.
  void failed(OwnedJob job, AttemptFailed failure, Moment now) {
    switch (job.state()) {
      case JobState.Assigned assigned when assigned.attempt().equals(failure.attempt()) -> {
        boolean drained = failure.cause() == Cause.WORKER_DRAINING;
        job.tries(
            drained
                ? job.tries().endedFreeOn(assigned.worker())
                : job.tries().failedOn(assigned.worker()));
        again(job, assigned, drained ? AttemptEnd.DRAINED : AttemptEnd.FAILED, failure, now);
      }
      case JobState.Lingering lingering when lingering.attempt().equals(failure.attempt()) ->
          overtaken(job);
      case JobState.Unresolved _,
          JobState.Waiting _,
          JobState.Assigned _,
          JobState.Lingering _,
          JobState.Concluding _ -> {
        // A lost worker's failure is this owner's own word, read back.
        if (failure.cause() != Cause.WORKER_LOST) {
          metrics.factDropped();
        }
      }
    }
  }

  void unsent(JobId id, Attempt attempt) {
    OwnedJob job = book.find(id);
    if (job != null
        && job.state() instanceof JobState.Assigned assigned
        && assigned.attempt().equals(attempt)) {
      job.tries(job.tries().unsent());
      metrics.attemptOver(AttemptEnd.UNSENT);
      metrics.redispatched(AttemptEnd.UNSENT);
      book.move(job, new JobState.Waiting());
    }
  }

  /// Compares what is assigned with what workers say they hold.
  void check(Fleet fleet, Moment now) {
    for (JobId id : book.slots().holders()) {
      OwnedJob job = book.find(id);
      if (job == null) {
        continue;
      }
      switch (job.state()) {
        case JobState.Assigned assigned -> checkAssigned(job, assigned, fleet, now);
        case JobState.Lingering lingering -> checkLingering(job, lingering, fleet);
        case JobState.Unresolved _, JobState.Waiting _, JobState.Concluding _ -> {}
      }
    }
  }

  void conclude(OwnedJob job, Decision.Conclude command) {
    book.move(job, new JobState.Concluding(command, new JobState.Stage.Written()));
    decide.accept(command);
  }

  void finish(OwnedJob job) {
    book.remove(job);
    decide.accept(new Decision.Finish(job.arrival().position()));
  }

  private void checkAssigned(OwnedJob job, JobState.Assigned assigned, Fleet fleet, Moment now) {
    if (fleet.isGone(assigned.worker())) {
      AttemptFailed failure = endings.workerLost(job, assigned.attempt(), assigned.worker(), now);
      decide.accept(new Decision.ReportFailure(failure));
      job.tries(job.tries().failedOn(assigned.worker()));
      again(job, assigned, AttemptEnd.WORKER_LOST, failure, now);
    } else if (fleet.fresh().contains(assigned.worker())) {
      JobState.Assigned sighted =
          assigned.sighted(shows(fleet, assigned.worker(), job, assigned.attempt()));
      book.move(job, sighted);
      if (sighted.sighting().isLost(limits.sightings())) {
        job.tries(job.tries().endedFreeOn(assigned.worker()));
        AttemptFailed reason = endings.neverTaken(job, assigned.attempt(), assigned.worker(), now);
        again(job, sighted, AttemptEnd.MISSING, reason, now);
      }
    }
  }

  private void checkLingering(OwnedJob job, JobState.Lingering lingering, Fleet fleet) {
    if (fleet.isGone(lingering.worker())) {
      overtaken(job);
    } else if (fleet.fresh().contains(lingering.worker())) {
      JobState.Lingering sighted =
          lingering.sighted(shows(fleet, lingering.worker(), job, lingering.attempt()));
      book.move(job, sighted);
      if (sighted.sighting().isLost(limits.sightings())) {
        overtaken(job);
      }
    }
  }

  private void overtaken(OwnedJob job) {
    metrics.attemptOver(AttemptEnd.OVERTAKEN);
    book.remove(job);
  }

  /// The attempt is over and the job is not.
  private void again(
      OwnedJob job, JobState.Assigned over, AttemptEnd end, AttemptFailed reason, Moment now) {
    metrics.attemptOver(end);
    if (over.cancelled()) {
      conclude(job, endings.clientGone(job, now));
    } else if (job.tries().areUsedUp(limits.retries())) {
      conclude(job, endings.givenUp(job, reason, now));
    } else {
      metrics.redispatched(end);
      book.move(job, new JobState.Waiting());
    }
  }

  private static boolean shows(Fleet fleet, WorkerId worker, OwnedJob job, Attempt attempt) {
    WorkerView view = fleet.alive().get(worker);
    return view != null && attempt.equals(view.running().get(job.id()));
  }
}
