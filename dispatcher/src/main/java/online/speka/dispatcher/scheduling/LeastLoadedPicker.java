package online.speka.dispatcher.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import online.speka.contract.fleet.WorkerId;

/// Filters free workers, scores them by load, picks the least loaded; equals are drawn by lot, so
/// that the owners of many models do not all begin with the same worker.
public final class LeastLoadedPicker implements WorkerPicker {

  private final RandomGenerator lot;

  /// @param lot seeded, so that a run can be repeated
  public LeastLoadedPicker(RandomGenerator lot) {
    this.lot = lot;
  }

  @Override
  public Pick pick(List<Candidate> candidates, Set<WorkerId> avoided) {
    List<Candidate> free = candidates.stream().filter(Candidate::isFree).toList();
    if (free.isEmpty()) {
      return new Pick.Saturated();
    }
    if (avoided.isEmpty()) {
      return new Pick.Picked(leastLoaded(free));
    }
    List<Candidate> preferred = free.stream().filter(c -> !avoided.contains(c.worker())).toList();
    if (!preferred.isEmpty()) {
      return new Pick.Picked(leastLoaded(preferred));
    }
    boolean anotherExists = candidates.stream().anyMatch(c -> !avoided.contains(c.worker()));
    return anotherExists ? new Pick.OnlyAvoided() : new Pick.Picked(leastLoaded(free));
  }

  private WorkerId leastLoaded(List<Candidate> free) {
    double lowest = Double.MAX_VALUE;
    List<Candidate> equals = new ArrayList<>(free.size());
    for (Candidate candidate : free) {
      double load = candidate.load();
      if (load < lowest) {
        lowest = load;
        equals.clear();
      }
      if (load == lowest) {
        equals.add(candidate);
      }
    }
    return equals.get(equals.size() == 1 ? 0 : lot.nextInt(equals.size())).worker();
  }
}
