package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import online.speka.contract.outcome.JobEvent;
import online.speka.dispatcher.workers.Fleet;

/// Finds out where a job stands that has just been read. Most are new; those that a former owner
/// may have read are finished, running, given up or cancelled already, and only the rest waits.
final class Resolution {

  private final JobBook book;
  private final Attempts attempts;
  private final Endings endings;
  private final RetryRule retries;
  private final Consumer<Decision> decide;
  private final DispatchMetrics metrics;
  private final Inheritance inheritance;

  Resolution(
      JobBook book,
      Attempts attempts,
      Endings endings,
      RetryRule retries,
      Inheritance inheritance,
      Watch watch) {
    this.book = book;
    this.attempts = attempts;
    this.endings = endings;
    this.retries = retries;
    this.inheritance = inheritance;
    this.metrics = watch.metrics();
    this.decide = watch.decide();
  }

  /// Where it tells what it finds.
  record Watch(DispatchMetrics metrics, Consumer<Decision> decide) {}

  void begin(OwnerEvent.Inheriting inheriting) {
    inheritance.begin(inheriting);
  }

  void complete(Legacy legacy, Fleet fleet, Moment now) {
    inheritance.complete(legacy);
    book.unresolved().forEach(job -> resolve(job, fleet, now));
  }

  /// Not after the first attempt at any job a former owner had begun.
  Instant since() {
    return inheritance.since();
  }

  /// A fact about a job that is not here, or not resolved.
  void note(JobEvent fact) {
    if (!inheritance.note(fact)) {
      metrics.factDropped();
    }
  }

  /// Does nothing while too little is known.
  void resolve(OwnedJob job, Fleet fleet, Moment now) {
    Position position = job.arrival().position();
    if (inheritance.isUnresolved(position.shard())) {
      return;
    }
    if (!inheritance.covers(position) || !isSettled(job, fleet, now)) {
      queue(job, now);
    }
    inheritance.read(position);
  }

  /// Whether a former owner has left nothing to decide.
  private boolean isSettled(OwnedJob job, Fleet fleet, Moment now) {
    PastFacts.Past past = inheritance.of(job);
    PastFacts.Ended end = past.end();
    if (end != null) {
      metrics.jobEndedBefore();
      decide.accept(new Decision.Reassure(job.job(), end.attempt(), end.status(), end.cause()));
      attempts.finish(job);
      return true;
    }
    job.tries(past.tries(inheritance.since()));
    job.voided(past.over());
    Optional<Fleet.Running> running =
        fleet.running(job.id()).filter(attempt -> !past.knows(attempt.attempt()));
    if (running.isPresent()) {
      attempts.adopt(job, running.get(), inheritance.since());
      return true;
    }
    if (past.lastFailure() != null && retries.isOver(job)) {
      attempts.conclude(job, endings.givenUp(job, past.lastFailure(), now));
      return true;
    }
    return false;
  }

  private void queue(OwnedJob job, Moment now) {
    if (job.state() instanceof JobState.Unresolved(boolean cancelled) && cancelled) {
      attempts.conclude(job, endings.clientGone(job, now));
    } else {
      book.move(job, new JobState.Waiting());
    }
  }
}
