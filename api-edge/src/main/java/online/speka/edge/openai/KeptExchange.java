package online.speka.edge.openai;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.edge.draining.Drain;
import online.speka.edge.resumption.Claim;
import online.speka.edge.resumption.Entry;
import online.speka.edge.resumption.IdempotencyKeys;
import online.speka.edge.resumption.KeptAnswer;
import online.speka.edge.resumption.KeptAnswers;
import online.speka.edge.resumption.ResumptionMetrics;
import online.speka.edge.resumption.ResumptionProperties;
import online.speka.edge.submission.JobNotAcceptedException;
import online.speka.edge.validation.InvalidRequestException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Requests that may be sent again, from their key to the last byte of their answer.
///
/// The key stands for one job, from before it is submitted: whoever comes later with the same
/// request attaches to that job. If the edge that claimed the key died before the job was durable,
/// another submits it under the same id, so that there is one job and one bill even if both did.
final class KeptExchange {
  private final Keys keys;
  private final JobFactory factory;
  private final JobExchange jobs;
  private final AttachedExchange attached;
  private final Limiter limiter;
  private final Settings settings;

  /// What is known of keys, at every edge.
  ///
  /// @param drain when this edge ends
  record Keys(IdempotencyKeys keys, KeptAnswers answers, ResumptionMetrics metrics, Drain drain) {}

  /// @param takeOverAfter how long a job may stay unsubmitted before its edge counts as dead
  record Settings(
      ResumptionProperties properties,
      Duration takeOverAfter,
      InstantSource clock,
      ApiErrors errors) {}

  KeptExchange(
      Keys keys,
      JobFactory factory,
      JobExchange jobs,
      AttachedExchange attached,
      Limiter limiter,
      Settings settings) {
    this.keys = keys;
    this.factory = factory;
    this.jobs = jobs;
    this.attached = attached;
    this.limiter = limiter;
    this.settings = settings;
  }

  Mono<Void> run(KeptRequest asked) {
    return jobs.isUp()
        ? look(asked, Duration.ZERO)
        : Mono.error(new InvalidRequestException(settings.errors().unavailable()));
  }

  /// @param waited for a job that may not be durable yet
  private Mono<Void> look(KeptRequest asked, Duration waited) {
    Job job = asked.work().job();
    return claim(asked, job)
        .publishOn(eventLoop(asked))
        .flatMap(
            claim ->
                switch (claim) {
                  case Claim.Ours _ -> begin(asked, job);
                  case Claim.Theirs(Entry theirs) -> meet(asked, theirs, waited);
                });
  }

  /// Who has seen events begins nothing.
  private Mono<Claim> claim(KeptRequest asked, Job job) {
    return asked.again().seen() == 0
        ? keys.keys().claim(asked.tenant(), asked.again().key(), asked.entry(job))
        : keys.keys()
            .find(asked.tenant(), asked.again().key())
            .<Claim>map(Claim.Theirs::new)
            .switchIfEmpty(Mono.error(this::expired));
  }

  private Mono<Void> begin(KeptRequest asked, Job made) {
    keys.metrics().begun();
    Job job = factory.lasting(made, settings.properties());
    KeptManner manner = new KeptManner(asked, asked.work().manner(job), keys, job);
    return limiter
        .run(
            asked.call(),
            asked.sender().principal(),
            asked.request(),
            () -> asked.work().run(job, manner))
        .onErrorResume(
            failure ->
                failure instanceof InvalidRequestException
                    || failure instanceof JobNotAcceptedException,
            failure -> manner.release().then(Mono.error(failure)));
  }

  private Mono<Void> meet(KeptRequest asked, Entry theirs, Duration waited) {
    if (!theirs.fingerprint().equals(asked.fingerprint())) {
      keys.metrics().reused();
      return Mono.error(
          new InvalidRequestException(
              ApiError.ofParam(
                  ErrorReason.IDEMPOTENCY_KEY_REUSED,
                  "This Idempotency-Key was used for another request.",
                  "Idempotency-Key")));
    }
    return keys.answers()
        .look(theirs.job())
        .publishOn(eventLoop(asked))
        .flatMap(kept -> meet(asked, theirs, kept, waited));
  }

  private Mono<Void> meet(KeptRequest asked, Entry theirs, KeptAnswer kept, Duration waited) {
    Instant now = settings.clock().instant();
    boolean ended = now.isAfter(theirs.deadline().plus(settings.properties().endGrace()));
    return switch (kept) {
      case FROM_THE_BEGINNING -> attach(asked, theirs);
      case CUT, CANCELLED -> Mono.error(expired());
      case NOTHING ->
          switch (theirs.stage()) {
            case SUBMITTED -> ended ? Mono.error(expired()) : attach(asked, theirs);
            case CLAIMED -> unsubmitted(asked, theirs, waited);
          };
    };
  }

  private Mono<Void> attach(KeptRequest asked, Entry theirs) {
    keys.metrics().attached();
    return limiter.repeat(
        asked.call(), asked.sender().principal(), () -> attached.run(asked, theirs));
  }

  /// The edge that claimed the key is about to submit the job, or died.
  private Mono<Void> unsubmitted(KeptRequest asked, Entry theirs, Duration waited) {
    Duration interval = settings.properties().claimCheckInterval();
    if (waited.compareTo(settings.takeOverAfter()) < 0) {
      return asked
          .client()
          .after(interval)
          .then(Mono.defer(() -> look(asked, waited.plus(interval))));
    }
    return asked.again().seen() == 0 ? takeOver(asked, theirs) : Mono.error(expired());
  }

  private Mono<Void> takeOver(KeptRequest asked, Entry theirs) {
    Entry ours = theirs.takenOver(asked.entry(asked.work().job()));
    return keys.keys()
        .change(asked.tenant(), asked.again().key(), ours)
        .publishOn(eventLoop(asked))
        .flatMap(
            changed -> {
              if (!changed) {
                // Its claim was given up in this moment.
                return Mono.error(new InvalidRequestException(settings.errors().unavailable()));
              }
              keys.metrics().takenOver();
              asked.call().takeOver(theirs.job());
              return begin(asked, asked.work().job());
            });
  }

  private InvalidRequestException expired() {
    keys.metrics().expired();
    return new InvalidRequestException(
        ApiError.of(
            ErrorReason.STREAM_EXPIRED,
            "The answer is not kept any more. Send the request under a new Idempotency-Key."));
  }

  private static Scheduler eventLoop(KeptRequest asked) {
    return Schedulers.fromExecutor(asked.client()::execute);
  }
}
