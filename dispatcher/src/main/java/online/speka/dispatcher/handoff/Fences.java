package online.speka.dispatcher.handoff;

import java.util.concurrent.CompletableFuture;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;

/// Shuts a job's replay log behind an attempt, so that nothing of it reaches the client any more.
interface Fences {

  /// Without the fence, for the fault campaign, see
  /// [online.speka.contract.guard.Guard#EPOCH_CHECK].
  Fences NONE = (_, _) -> CompletableFuture.completedFuture(null);

  /// Returns at once. The future never fails: it ends when the log is shut, or after a while
  /// without.
  CompletableFuture<Void> raise(Job job, Attempt behind);
}
