package online.speka.dispatcher.workers;

import java.util.HashMap;
import java.util.Map;
import online.speka.contract.fleet.WorkerId;
import org.jspecify.annotations.Nullable;

/// Knows when every worker has spoken since a moment: what none of them then claims to run, nobody
/// runs.
///
/// Two beats are waited for. The first may have been on its way when the round began.
final class HeartbeatRound {

  private static final int BEATS = 2;

  private @Nullable Map<WorkerId, Long> beatsAtStart;

  /// Whether the round is over. The first fleet that is shown begins it.
  boolean isOver(Fleet fleet) {
    if (!fleet.unproven().isEmpty()) {
      return false;
    }
    Map<WorkerId, Long> start = beatsAtStart;
    if (start == null) {
      start = new HashMap<>();
      for (WorkerView worker : fleet.alive().values()) {
        start.put(worker.id(), worker.beat());
      }
      beatsAtStart = start;
    }
    for (Map.Entry<WorkerId, Long> entry : start.entrySet()) {
      WorkerView worker = fleet.alive().get(entry.getKey());
      long first = entry.getValue();
      if (worker != null && worker.beat() >= first && worker.beat() < first + BEATS) {
        return false;
      }
    }
    return true;
  }
}
