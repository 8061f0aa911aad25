package online.speka.dispatcher.flowcontrol;

import online.speka.contract.job.JobId;

/// Sees to it that an end the dispatcher has decided gets written, however often that fails.
final class Conclusions {

  private final JobBook book;
  private final Attempts attempts;
  private final FlowLimits.Waits waits;

  Conclusions(JobBook book, Attempts attempts, FlowLimits.Waits waits) {
    this.book = book;
    this.attempts = attempts;
    this.waits = waits;
  }

  void written(JobId id, Moment now) {
    advance(id, new JobState.Stage.Durable(now.plus(waits.observeMax())));
  }

  void refused(JobId id, Moment now) {
    advance(id, new JobState.Stage.Refused(now.plus(waits.concludeRetry())));
  }

  /// Writes again what could not be written, and stops waiting to read back what is written for
  /// sure.
  void chase(Moment now) {
    for (OwnedJob job : book.concluding()) {
      if (!(job.state() instanceof JobState.Concluding(Decision.Conclude command, var stage))) {
        continue;
      }
      switch (stage) {
        case JobState.Stage.Written _ -> {}
        case JobState.Stage.Refused(Moment retryAt) -> {
          if (!now.isBefore(retryAt)) {
            attempts.conclude(job, command);
          }
        }
        case JobState.Stage.Durable(Moment until) -> {
          if (!now.isBefore(until)) {
            attempts.ended(job, command.outcome(), now);
          }
        }
      }
    }
  }

  private void advance(JobId id, JobState.Stage stage) {
    OwnedJob job = book.find(id);
    if (job != null && job.state() instanceof JobState.Concluding(Decision.Conclude command, _)) {
      book.move(job, new JobState.Concluding(command, stage));
    }
  }
}
