package online.speka.dispatcher.flowcontrol;

/// How an attempt left its slot, as the dispatcher sees it.
public enum AttemptEnd {
  /// The job's outcome was read.
  OUTCOME,
  /// The worker reported that it failed.
  FAILED,
  /// The worker stopped before it began.
  DRAINED,
  /// The worker died.
  WORKER_LOST,
  /// The worker lives and does not have it: its inbox was lost on the way.
  MISSING,
  /// It never left this process.
  UNSENT,
  /// An older attempt had ended the job.
  OVERTAKEN
}
