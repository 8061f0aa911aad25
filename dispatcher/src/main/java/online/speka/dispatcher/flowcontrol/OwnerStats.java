package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.job.Lane;

/// A model at one moment, for gauges and tests.
///
/// @param waiting jobs in the queue, by lane
/// @param oldest when the job that is served next was accepted, by lane; lanes without jobs are
///     absent
/// @param slotsHeld by assigned and lingering jobs
public record OwnerStats(
    Map<Lane, Integer> waiting,
    Map<Lane, Instant> oldest,
    Live live,
    int slotsTotal,
    int slotsFree,
    int slotsHeld) {

  public OwnerStats {
    waiting = Map.copyOf(waiting);
    oldest = Map.copyOf(oldest);
  }

  public Optional<Instant> oldest(Lane lane) {
    return Optional.ofNullable(oldest.get(lane));
  }

  /// Jobs by state; suspected ones count as assigned.
  public record Live(int unresolved, int waiting, int assigned, int lingering, int concluding) {}
}
