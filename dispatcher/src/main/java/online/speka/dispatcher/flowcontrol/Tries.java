package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import org.jspecify.annotations.Nullable;

/// The attempts at a job so far.
///
/// @param lastNumber number of the last attempt; 0 before the first
/// @param failed attempts that failed and count
/// @param lost those of them that ended with their worker: the job may have killed it
/// @param unproven further ones that ended with their worker and do not count, because another job
///     may have killed it
/// @param free attempts that ended and do not count
/// @param avoided workers on which it failed
/// @param firstAt not after the first attempt; null before it
record Tries(
    int lastNumber,
    int failed,
    int lost,
    int unproven,
    int free,
    Set<WorkerId> avoided,
    @Nullable Instant firstAt) {

  static final Tries NONE = new Tries(0, 0, 0, 0, 0, Set.of(), null);

  Tries {
    avoided = Set.copyOf(avoided);
  }

  Attempt next(int epoch) {
    return new Attempt(epoch, lastNumber + 1);
  }

  Tries started(Attempt attempt, Instant at) {
    return new Tries(
        Math.max(lastNumber, attempt.number()),
        failed,
        lost,
        unproven,
        free,
        avoided,
        firstAt == null ? at : firstAt);
  }

  /// The last attempt never left this process.
  Tries unsent() {
    return new Tries(lastNumber - 1, failed, lost, unproven, free, avoided, firstAt);
  }

  Tries failedOn(WorkerId worker) {
    return new Tries(lastNumber, failed + 1, lost, unproven, free, with(worker), firstAt);
  }

  /// The worker died under it.
  Tries lostWith(WorkerId worker) {
    return new Tries(lastNumber, failed + 1, lost + 1, unproven, free, with(worker), firstAt);
  }

  /// The worker died, and others were there.
  Tries lostAmongOthers(WorkerId worker) {
    return new Tries(lastNumber, failed, lost, unproven + 1, free, with(worker), firstAt);
  }

  Tries endedFreeOn(WorkerId worker) {
    return new Tries(lastNumber, failed, lost, unproven, free + 1, with(worker), firstAt);
  }

  boolean areUsedUp(FlowLimits.Retries limits) {
    return failed >= limits.attemptsMax() || free + unproven > limits.freeMax();
  }

  /// Whether the death of one more worker is the job's end, if it is alone with it.
  boolean areSuspect(FlowLimits.Retries limits) {
    return lost > 0 && failed >= limits.attemptsMax() - 1;
  }

  /// Whether only a worker of its own can tell.
  boolean needProof() {
    return unproven > 0;
  }

  private Set<WorkerId> with(WorkerId worker) {
    Set<WorkerId> more = new HashSet<>(avoided);
    more.add(worker);
    return more;
  }
}
