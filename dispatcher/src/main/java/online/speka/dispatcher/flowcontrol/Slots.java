package online.speka.dispatcher.flowcontrol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.JobId;
import online.speka.dispatcher.scheduling.Candidate;
import online.speka.dispatcher.workers.Fleet;

/// The model's slots on all workers: how many there are, and which jobs hold one. What was assigned
/// and has not ended holds a slot, whatever a heartbeat says: heartbeats are half a second old.
final class Slots {

  private final ModelId model;
  private final Map<WorkerId, Integer> capacity = new HashMap<>();
  private final Map<WorkerId, Set<JobId>> held = new HashMap<>();

  Slots(ModelId model) {
    this.model = model;
  }

  /// Counts the slots of the workers that would start a job now.
  void see(Fleet fleet) {
    capacity.clear();
    fleet
        .alive()
        .values()
        .forEach(
            worker ->
                worker.takes(model).ifPresent(loaded -> capacity.put(worker.id(), loaded.slots())));
  }

  void take(WorkerId worker, JobId job) {
    held.computeIfAbsent(worker, _ -> new HashSet<>()).add(job);
  }

  void release(WorkerId worker, JobId job) {
    held.computeIfPresent(
        worker,
        (_, jobs) -> {
          jobs.remove(job);
          return jobs.isEmpty() ? null : jobs;
        });
  }

  /// Every worker that would start a job if it had a free slot.
  List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>(capacity.size());
    capacity.forEach((worker, slots) -> candidates.add(new Candidate(worker, slots, used(worker))));
    return candidates;
  }

  /// Jobs that hold a slot, on any worker, dead ones too.
  List<JobId> holders() {
    return held.values().stream().flatMap(Set::stream).toList();
  }

  /// Workers on which a slot is held, dead ones too.
  Set<WorkerId> workers() {
    return held.keySet();
  }

  Set<JobId> holders(WorkerId worker) {
    return held.getOrDefault(worker, Set.of());
  }

  int total() {
    return capacity.values().stream().mapToInt(Integer::intValue).sum();
  }

  int free() {
    int free = 0;
    for (Map.Entry<WorkerId, Integer> worker : capacity.entrySet()) {
      free += Math.max(0, worker.getValue() - used(worker.getKey()));
    }
    return free;
  }

  int used() {
    return held.values().stream().mapToInt(Set::size).sum();
  }

  private int used(WorkerId worker) {
    Set<JobId> jobs = held.get(worker);
    return jobs == null ? 0 : jobs.size();
  }
}
