package online.speka.dispatcher.workers;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;

/// All workers at one reading of the heartbeats.
///
/// @param alive their beat was seen to change not long ago
/// @param fresh those of them whose beat changed since the reading before
/// @param unproven found when this process began to read, or after an outage: alive or long dead, a
///     changing beat will tell
public record Fleet(Map<WorkerId, WorkerView> alive, Set<WorkerId> fresh, Set<WorkerId> unproven) {

  public static final Fleet NONE = new Fleet(Map.of(), Set.of(), Set.of());

  public Fleet {
    alive = Map.copyOf(alive);
    fresh = Set.copyOf(fresh);
    unproven = Set.copyOf(unproven);
  }

  /// Whether this worker's jobs are lost: nobody may hear of it again.
  public boolean isGone(WorkerId worker) {
    return !alive.containsKey(worker) && !unproven.contains(worker);
  }

  /// Where the job runs, by its newest attempt on a worker that is alive.
  public Optional<Running> running(JobId job) {
    Running newest = null;
    for (WorkerView worker : alive.values()) {
      Attempt attempt = worker.running().get(job);
      if (attempt != null && (newest == null || newest.attempt().compareTo(attempt) < 0)) {
        newest = new Running(worker.id(), attempt);
      }
    }
    return Optional.ofNullable(newest);
  }

  /// An attempt on a worker.
  public record Running(WorkerId worker, Attempt attempt) {}
}
