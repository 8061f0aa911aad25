package online.speka.dispatcher.workers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import org.jspecify.annotations.Nullable;

/// Judges who is alive from successive readings of all heartbeats. Knows no clock but the
/// nanoseconds it is given, and no I/O.
final class Liveness {

  private final LivenessLimits limits;
  private final Map<WorkerId, Pulse> pulses = new HashMap<>();

  /// Last beats of the dead whose fields are still there. A further beat brings them back.
  private final Map<WorkerId, Long> buried = new HashMap<>();

  private boolean outage = true;
  private long lastReadNanos;

  Liveness(LivenessLimits limits) {
    this.limits = limits;
  }

  /// What one reading said.
  ///
  /// @param died workers that were judged dead just now; their fields are to be removed
  record Reading(Fleet fleet, List<WorkerId> died) {}

  Reading read(Map<WorkerId, Heartbeat> heartbeats, long nowNanos) {
    long gap = outage ? 0 : Math.min(nowNanos - lastReadNanos, limits.gapMax().toNanos());
    Set<WorkerId> fresh = hear(heartbeats, gap);
    List<WorkerId> died = bury();
    outage = false;
    lastReadNanos = nowNanos;
    return new Reading(fleet(fresh), died);
  }

  /// Nobody ages while nothing can be read.
  void readFailed() {
    if (!outage) {
      outage = true;
      pulses.replaceAll((_, pulse) -> pulse.silentFor(-limits.outageGrace().toNanos()));
    }
  }

  private Set<WorkerId> hear(Map<WorkerId, Heartbeat> heartbeats, long gap) {
    Set<WorkerId> fresh = new HashSet<>();
    pulses.replaceAll(
        (worker, pulse) -> {
          Heartbeat heartbeat = heartbeats.get(worker);
          if (heartbeat == null || heartbeat.beat() == pulse.view().beat()) {
            return pulse.silentFor(pulse.silentNanos() + gap);
          }
          fresh.add(worker);
          return pulse.heard(WorkerView.of(heartbeat));
        });
    buried.entrySet().removeIf(dead -> !isStill(heartbeats.get(dead.getKey()), dead.getValue()));
    heartbeats.forEach(
        (worker, heartbeat) -> {
          if (!pulses.containsKey(worker) && !buried.containsKey(worker)) {
            // A field that appears while we watch is a worker that has just started. One that was
            // there before may be years old.
            WorkerView view = WorkerView.of(heartbeat);
            pulses.put(worker, outage ? new Pulse.Unproven(view, 0) : new Pulse.Alive(view, 0));
            if (!outage) {
              fresh.add(worker);
            }
          }
        });
    return fresh;
  }

  private static boolean isStill(@Nullable Heartbeat heartbeat, long beat) {
    return heartbeat != null && heartbeat.beat() == beat;
  }

  private List<WorkerId> bury() {
    List<WorkerId> died = new ArrayList<>();
    Iterator<Map.Entry<WorkerId, Pulse>> all = pulses.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<WorkerId, Pulse> entry = all.next();
      if (entry.getValue().silentNanos() > limits.silenceMax().toNanos()) {
        died.add(entry.getKey());
        buried.put(entry.getKey(), entry.getValue().view().beat());
        all.remove();
      }
    }
    return died;
  }

  private Fleet fleet(Set<WorkerId> fresh) {
    Map<WorkerId, WorkerView> alive = new HashMap<>();
    Set<WorkerId> unproven = new HashSet<>();
    pulses.forEach(
        (worker, pulse) -> {
          switch (pulse) {
            case Pulse.Alive(WorkerView view, long _) -> alive.put(worker, view);
            case Pulse.Unproven _ -> unproven.add(worker);
          }
        });
    return new Fleet(alive, fresh, unproven);
  }
}
