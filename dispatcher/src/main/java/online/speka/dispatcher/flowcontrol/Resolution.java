package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.Optional;
import online.speka.contract.outcome.JobEvent;
import online.speka.dispatcher.workers.Fleet;

/// Finds out where a job stands that has just been read. Most are new; those that a former owner
/// may have read are finished, running, given up or cancelled already, and only the rest waits.
final class Resolution {

  private final JobBook book;
  private final Attempts attempts;
  private final Endings endings;
  private final FlowLimits.Retries retries;
  private final DispatchMetrics metrics;
  private final Inheritance inheritance;

  Resolution(
      JobBook book,
      Attempts attempts,
      Endings endings,
      FlowLimits limits,
      DispatchMetrics metrics) {
    this.book = book;
    this.attempts = attempts;
    this.endings = endings;
    this.retries = limits.retries();
    this.metrics = metrics;
    this.inheritance = new Inheritance(limits.inheritedFactsMax());
  }

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
    if (past.ended()) {
      metrics.jobEndedBefore();
      attempts.finish(job);
      return true;
    }
    job.tries(past.tries(inheritance.since()));
    Optional<Fleet.Running> running =
        fleet.running(job.id()).filter(attempt -> !past.knows(attempt.attempt()));
    if (running.isPresent()) {
      attempts.adopt(job, running.get(), inheritance.since());
      return true;
    }
    if (past.lastFailure() != null && job.tries().areUsedUp(retries)) {
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
