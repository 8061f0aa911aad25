package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.workers.Fleet;

/// What becomes of a job when an attempt begins or ends: again on another worker, given up, or
/// gone.
final class Attempts {

  private final JobBook book;
  private final RetryRule retries;
  private final FreshEnds ends;
  private final Endings endings;
  private final DispatchMetrics metrics;
  private final Consumer<Decision> decide;
  private final Duration wordMax;

  /// @param wordMax see [FlowLimits.Waits#lossWordMax]
  record Watch(DispatchMetrics metrics, Consumer<Decision> decide, Duration wordMax) {}

  Attempts(JobBook book, RetryRule retries, FreshEnds ends, Endings endings, Watch watch) {
    this.book = book;
    this.retries = retries;
    this.ends = ends;
    this.endings = endings;
    this.metrics = watch.metrics();
    this.decide = watch.decide();
    this.wordMax = watch.wordMax();
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

  /// The job's outcome is known. The first one counts, unless it was read before that its attempt
  /// had failed.
  void ended(OwnedJob job, Outcome outcome, Moment now) {
    if (job.isVoid(outcome.attempt())) {
      metrics.outcomeVoid();
      return;
    }
    if (job.state() instanceof JobState.Lingering lingering) {
      metrics.factDropped();
      if (lingering.attempt().equals(outcome.attempt())) {
        overtaken(job);
      }
      return;
    }
    metrics.jobEnded(outcome.status(), outcome.cause());
    Optional<Holding> held = Holding.of(job.state());
    if (held.isPresent()) {
      if (!held.get().attempt().equals(outcome.attempt())) {
        // An attempt that was given up came through after all. The newer one runs on and keeps its
        // slot until it is heard of.
        decide.accept(new Decision.Finish(job.arrival().position()));
        book.move(job, held.get().linger());
        return;
      }
      metrics.attemptOver(AttemptEnd.OUTCOME);
      Decision.Reassure told = Decision.Reassure.of(outcome);
      if (job.state() instanceof JobState.Lost) {
        // The log may be shut behind it already: it cannot tell its end itself.
        decide.accept(told);
      } else {
        ends.remember(held.get().worker(), told, now);
      }
    }
    finish(job);
  }

  /// An attempt's failure was reported by its worker, or by this owner and read back.
  void failed(OwnedJob job, AttemptFailed failure, Moment now) {
    job.voided(Set.of(failure.attempt()));
    if (job.state() instanceof JobState.Lost lost && lost.attempt().equals(failure.attempt())) {
      goOn(job, lost, now);
      return;
    }
    Optional<Holding> held =
        Holding.of(job.state()).filter(h -> h.attempt().equals(failure.attempt()));
    if (held.isPresent()) {
      WorkerId worker = held.get().worker();
      boolean drained = failure.cause() == Cause.WORKER_DRAINING;
      job.tries(drained ? job.tries().endedFreeOn(worker) : job.tries().failedOn(worker));
      again(job, held.get(), drained ? AttemptEnd.DRAINED : AttemptEnd.FAILED, failure, now);
    } else if (job.state() instanceof JobState.Lingering lingering
        && lingering.attempt().equals(failure.attempt())) {
      overtaken(job);
    } else if (failure.cause() != Cause.WORKER_LOST
        && failure.cause() != Cause.WORKER_LOST_WITH_OTHERS) {
      // A lost worker's failure is this owner's own word, read back.
      metrics.factDropped();
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

  void conclude(OwnedJob job, Decision.Conclude command) {
    book.move(job, new JobState.Concluding(command, new JobState.Stage.Written()));
    decide.accept(command);
  }

  void finish(OwnedJob job) {
    book.remove(job);
    decide.accept(new Decision.Finish(job.arrival().position()));
  }

  /// The worker that held it is gone. A job that would be given up for it is only if it was alone
  /// there: any of the others may have been the killer.
  void workerLost(OwnedJob job, Holding held, boolean alone, Moment now) {
    boolean counts = alone || !retries.isSuspect(job);
    AttemptFailed failure = endings.workerLost(job, held.attempt(), held.worker(), counts, now);
    decide.accept(new Decision.ReportFailure(failure));
    job.tries(
        counts ? job.tries().lostWith(held.worker()) : job.tries().lostAmongOthers(held.worker()));
    book.move(
        job,
        new JobState.Lost(
            held.worker(), held.attempt(), held.cancelled(), failure, now.plus(wordMax)));
  }

  /// Waits no longer for the word on a lost attempt than is let wait. Kafka and a worker are away
  /// at once then: an outcome of the old attempt that comes before that word would still be the
  /// job's.
  void check(OwnedJob job, JobState.Lost lost, Moment now) {
    if (!now.isBefore(lost.until())) {
      goOn(job, lost, now);
    }
  }

  private void goOn(OwnedJob job, JobState.Lost lost, Moment now) {
    Holding held = new Holding(lost.worker(), lost.attempt(), lost.cancelled());
    again(job, held, AttemptEnd.WORKER_LOST, lost.word(), now);
  }

  /// The worker that should hold it lives and does not.
  void missing(OwnedJob job, Holding held, Moment now) {
    job.tries(job.tries().endedFreeOn(held.worker()));
    AttemptFailed reason = endings.neverTaken(job, held.attempt(), held.worker(), now);
    again(job, held, AttemptEnd.MISSING, reason, now);
  }

  /// An attempt that nobody waits for is over.
  void overtaken(OwnedJob job) {
    metrics.attemptOver(AttemptEnd.OVERTAKEN);
    book.remove(job);
  }

  /// The attempt is over and the job is not.
  private void again(OwnedJob job, Holding over, AttemptEnd end, AttemptFailed reason, Moment now) {
    metrics.attemptOver(end);
    if (over.cancelled()) {
      conclude(job, endings.clientGone(job, now));
    } else if (retries.isOver(job)) {
      conclude(job, endings.givenUp(job, reason, now));
    } else if (!retries.grants(end)) {
      metrics.retryRefused();
      conclude(job, endings.overBudget(job, reason, now));
    } else {
      metrics.redispatched(end);
      book.move(job, new JobState.Waiting());
    }
  }
}
