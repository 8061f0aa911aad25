package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;

/// The ends that the dispatcher itself decides, with what the client is told.
///
/// A job that could not start in time is answered 503 `overloaded` with a Retry-After, not 504: no
/// upstream was ever asked, capacity was out, and asking again a little later is the right thing to
/// do. Every Retry-After is spread by the job's id, so that what was turned away together does not
/// come back together; the longer jobs had to wait, the wider.
final class Endings {

  private static final int RETRY_SECONDS_MIN = 1;
  private static final int RETRY_SECONDS_SPREAD_MIN = 5;

  private final ModelId model;
  private final int epoch;

  Endings(ModelId model, int epoch) {
    this.model = model;
    this.epoch = epoch;
  }

  Decision.Conclude deadlinePassed(OwnedJob job, Moment now) {
    ApiError error =
        ApiError.of(
                ErrorReason.OVERLOADED,
                "Every worker of the model " + model + " was busy until the request's time was up.")
            .retryAfter(retryAfter(job, waited(job, now)));
    return end(job, Outcome.Status.EVICTED, Cause.DEADLINE_PASSED, error, "queued too long", now);
  }

  /// It has waited for as long as interactive jobs are let wait.
  Decision.Conclude waitedTooLong(OwnedJob job, Moment now) {
    return queueFull(job, waited(job, now), "queued too long", now);
  }

  /// Too much work waits before it.
  ///
  /// @param queueAge how long the oldest has been waiting
  Decision.Conclude tooMuchWaits(OwnedJob job, Duration queueAge, Moment now) {
    return queueFull(job, queueAge, "too many tokens wait", now);
  }

  private Decision.Conclude queueFull(OwnedJob job, Duration wait, String detail, Moment now) {
    ApiError error =
        ApiError.of(
                ErrorReason.OVERLOADED,
                "More requests wait for the model " + model + " than it can serve soon.")
            .retryAfter(retryAfter(job, wait));
    return end(job, Outcome.Status.EVICTED, Cause.QUEUE_FULL, error, detail, now);
  }

  Decision.Conclude noWorker(OwnedJob job, Moment now) {
    ApiError error =
        ApiError.of(ErrorReason.UNAVAILABLE, "No worker serves the model " + model + " right now.")
            .retryAfter(retryAfter(job, Duration.ZERO));
    return end(job, Outcome.Status.EVICTED, Cause.NO_WORKER, error, "no worker", now);
  }

  Decision.Conclude clientGone(OwnedJob job, Moment now) {
    return end(
        job, Outcome.Status.CANCELLED, Cause.CLIENT_GONE, null, "cancelled before it ran", now);
  }

  /// No attempt is left: kept as a dead letter.
  Decision.Conclude givenUp(OwnedJob job, AttemptFailed last, Moment now) {
    Tries tries = job.tries();
    String detail =
        tries.failed() + " attempts failed, " + tries.lost() + " of them with their worker; last: ";
    Decision.Conclude end = failed(job, last, detail + last.detail(), now);
    return new Decision.Conclude(end.arrival(), end.outcome(), end.error(), true);
  }

  /// There would be attempts left, but too much of the model is being tried again already.
  Decision.Conclude overBudget(OwnedJob job, AttemptFailed last, Moment now) {
    return failed(job, last, "the model's retry budget is used up; " + last.detail(), now);
  }

  private Decision.Conclude failed(OwnedJob job, AttemptFailed last, String detail, Moment now) {
    ApiError error = last.error();
    if (error.reason().status() >= 500 && error.retryAfterSeconds() == 0) {
      error = error.retryAfter(retryAfter(job, Duration.ZERO));
    }
    return end(job, Outcome.Status.FAILED, last.cause(), error, detail, now);
  }

  /// @param counts whether it counts against the job
  AttemptFailed workerLost(
      OwnedJob job, Attempt attempt, WorkerId worker, boolean counts, Moment now) {
    return new AttemptFailed(
        job.job(),
        attempt,
        counts ? Cause.WORKER_LOST : Cause.WORKER_LOST_WITH_OTHERS,
        ApiError.of(ErrorReason.UPSTREAM_ERROR, "The worker that ran the request was lost."),
        "worker " + worker + " fell silent",
        now.wall());
  }

  /// Not written anywhere: the reason to give if a job's inbox is lost once too often.
  AttemptFailed neverTaken(OwnedJob job, Attempt attempt, WorkerId worker, Moment now) {
    return new AttemptFailed(
        job.job(),
        attempt,
        Cause.WORKER_LOST,
        ApiError.of(ErrorReason.UPSTREAM_ERROR, "No worker took the request."),
        "worker " + worker + " does not have it",
        now.wall());
  }

  private Decision.Conclude end(
      OwnedJob job,
      Outcome.Status status,
      Cause cause,
      @Nullable ApiError error,
      String detail,
      Moment now) {
    // One above every attempt there was, so that the frame that tells the client is taken.
    Attempt attempt = job.tries().next(epoch);
    Duration queued = Duration.between(job.job().window().submittedAt(), now.wall());
    Timings timings = new Timings(queued, Duration.ZERO, Duration.ZERO);
    Outcome outcome =
        new Outcome(job.job(), attempt, status, cause, Usage.NONE, timings, detail, now.wall());
    return new Decision.Conclude(job.arrival(), outcome, error, false);
  }

  private static Duration waited(OwnedJob job, Moment now) {
    return Duration.between(job.job().window().submittedAt(), now.wall());
  }

  private static int retryAfter(OwnedJob job, Duration wait) {
    int spread =
        Math.clamp(
            wait.toSeconds(),
            RETRY_SECONDS_SPREAD_MIN,
            ApiError.RETRY_AFTER_SECONDS_MAX - RETRY_SECONDS_MIN);
    return RETRY_SECONDS_MIN + Math.floorMod(job.id().hashCode(), spread);
  }
}
