package online.speka.worker.running;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.EngineResult;
import org.jspecify.annotations.Nullable;

/// What the world is told about the end of an attempt.
sealed interface Verdict {

  /// The job is over: its outcome, then what the client still gets.
  record Finish(Outcome.Status status, Cause cause, Usage usage, String detail, Closing closing)
      implements Verdict {}

  /// The attempt is over, the job is not: its dispatcher decides.
  record HandBack(Cause cause, ApiError error, String detail) implements Verdict {}

  /// Nothing: somebody else speaks for the job.
  record Silence(String why) implements Verdict {}

  /// The last the client gets.
  sealed interface Closing {
    record Answer(byte[] lastBytes) implements Closing {}

    record Problem(ApiError error) implements Closing {}

    /// Nobody listens.
    record Nothing() implements Closing {}
  }

  /// How things stood when an engine's run ended.
  ///
  /// @param stop what the job was told, if anything
  /// @param delivered whether the client may have part of the answer
  /// @param caughtUp whether the run got beyond what an earlier attempt had delivered
  /// @param deterministic whether another attempt can go on where this one broke off
  record Standing(
      @Nullable StopReason stop, boolean delivered, boolean caughtUp, boolean deterministic) {
    boolean canBeTriedAgain() {
      return !delivered || deterministic;
    }
  }

  static Verdict of(EngineResult result, Standing standing) {
    StopReason stop = standing.stop();
    if (stop == StopReason.SUPERSEDED) {
      return new Silence("a newer attempt runs");
    }
    return switch (result) {
      case EngineResult.Completed completed -> completed(completed, standing);
      case EngineResult.Rejected(ApiError error) ->
          new Finish(
              Outcome.Status.FAILED,
              Cause.INVALID_REQUEST,
              Usage.NONE,
              "the engine refused the request",
              new Closing.Problem(error));
      case EngineResult.Cancelled(Usage usage) -> brokenOff(stop, usage, standing);
      case EngineResult.Broken broken ->
          stop == null
              ? broken(broken, standing)
              : brokenOff(stop, broken.usage(), standing); // It broke because it was told to stop.
    };
  }

  private static Verdict completed(EngineResult.Completed completed, Standing standing) {
    if (!standing.caughtUp()) {
      return new Finish(
          Outcome.Status.FAILED,
          Cause.CANNOT_CONTINUE,
          completed.usage(),
          "this attempt's answer is shorter than what an earlier one had delivered",
          new Closing.Problem(cannotContinue()));
    }
    return new Finish(
        Outcome.Status.COMPLETED,
        Cause.FINISHED,
        completed.usage(),
        completed.detail(),
        new Closing.Answer(completed.lastBytes()));
  }

  private static Verdict broken(EngineResult.Broken broken, Standing standing) {
    if (standing.canBeTriedAgain()) {
      return new HandBack(broken.cause(), broken.error(), broken.detail());
    }
    return new Finish(
        Outcome.Status.FAILED,
        Cause.CANNOT_CONTINUE,
        broken.usage(),
        broken.cause() + ": " + broken.detail(),
        new Closing.Problem(broken.error()));
  }

  private static Verdict brokenOff(@Nullable StopReason stop, Usage usage, Standing standing) {
    return switch (stop) {
      case CLIENT_GONE ->
          new Finish(Outcome.Status.CANCELLED, Cause.CLIENT_GONE, usage, "", new Closing.Nothing());
      case OVERDUE ->
          new Finish(
              Outcome.Status.CANCELLED,
              Cause.DEADLINE_PASSED,
              usage,
              "still ran when nobody could wait for it any more",
              new Closing.Problem(
                  ApiError.of(ErrorReason.TIMEOUT, "The request was not answered in time.")));
      case DRAINING ->
          standing.canBeTriedAgain()
              ? draining()
              : new Finish(
                  Outcome.Status.FAILED,
                  Cause.CANNOT_CONTINUE,
                  usage,
                  "the worker had to stop",
                  new Closing.Problem(cannotContinue()));
      case SUPERSEDED -> new Silence("a newer attempt runs");
      case null ->
          broken(
              new EngineResult.Broken(
                  Cause.ENGINE_ERROR,
                  ApiError.of(ErrorReason.INTERNAL, "The model stopped."),
                  "the engine cancelled a run that nobody had cancelled",
                  usage),
              standing);
    };
  }

  /// A job that was told to stop before it had begun.
  static Verdict beforeStart(@Nullable StopReason stop) {
    return brokenOff(
        stop == null ? StopReason.DRAINING : stop,
        Usage.NONE,
        new Standing(stop, false, true, true));
  }

  /// The job came to a worker that cannot run it now.
  static Verdict notServed(String reason) {
    return new HandBack(
        Cause.ENGINE_ERROR,
        ApiError.of(ErrorReason.UNAVAILABLE, "The model is not available now.").retryAfter(2),
        reason);
  }

  static Verdict draining() {
    return new HandBack(
        Cause.WORKER_DRAINING,
        ApiError.of(ErrorReason.UNAVAILABLE, "The worker is shutting down.").retryAfter(1),
        "the worker is draining");
  }

  static Verdict expired() {
    return new Finish(
        Outcome.Status.EVICTED,
        Cause.DEADLINE_PASSED,
        Usage.NONE,
        "the deadline passed before a slot was free",
        new Closing.Problem(
            ApiError.of(ErrorReason.TIMEOUT, "The request waited too long to be started.")));
  }

  static ApiError cannotContinue() {
    return ApiError.of(
        ErrorReason.UPSTREAM_ERROR, "The answer broke off and could not be continued.");
  }
}
