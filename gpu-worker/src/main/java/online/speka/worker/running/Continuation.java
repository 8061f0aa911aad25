package online.speka.worker.running;

import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.stream.Frame;
import online.speka.contract.usage.Usage;
import online.speka.worker.publishing.StreamOpening;
import org.jspecify.annotations.Nullable;

/// What an attempt makes of what earlier attempts have delivered.
sealed interface Continuation {

  /// Last sequence that was delivered; [StreamOpening#NOTHING_SENT] if none was.
  int after();

  /// Run, and leave out what was delivered.
  record Run(int after) implements Continuation {}

  /// There is nothing to run.
  record Over(int after, Verdict verdict) implements Continuation {}

  Continuation FRESH = new Run(StreamOpening.NOTHING_SENT);

  /// @param tail the last frame of the log, if there is one
  /// @param deterministic whether the engine would produce the same frames again
  /// @param expired whether the job's deadline has passed
  static Continuation of(
      HeldJob held, @Nullable Frame tail, boolean deterministic, boolean expired) {
    if (tail == null) {
      return expired ? new Over(FRESH.after(), Verdict.expired()) : FRESH;
    }
    int after = tail.sequence();
    if (tail.isLast()) {
      return new Over(after, new Verdict.Silence("the job was over already"));
    }
    if (tail.attempt().compareTo(held.attempt()) > 0) {
      return new Over(after, new Verdict.Silence("a newer attempt has written"));
    }
    if (expired) {
      return new Over(after, broken(held.job(), tail, Cause.DEADLINE_PASSED));
    }
    return tail.replayable() && deterministic
        ? new Run(after)
        : new Over(after, broken(held.job(), tail, Cause.CANNOT_CONTINUE));
  }

  private static Verdict broken(Job job, Frame tail, Cause cause) {
    return new Verdict.Finish(
        Outcome.Status.FAILED,
        cause,
        delivered(job, tail),
        "an earlier attempt broke off after frame " + tail.sequence(),
        new Verdict.Closing.Problem(Verdict.cannotContinue()));
  }

  /// What an attempt that nobody can ask any more has delivered, as far as the log tells: a
  /// stream's first frame only opens the answer, each further one is a token; a document that is
  /// not whole is worth nothing.
  private static Usage delivered(Job job, Frame tail) {
    return job.target().streaming()
        ? Usage.of(job.demand().promptTokens(), tail.sequence())
        : Usage.NONE;
  }
}
