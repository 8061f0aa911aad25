package online.speka.infra.faults.campaign;

import java.util.Map;

/// Which cell must notice that a check is missing.
final class Mutations {

  private static final Map<String, String> CELLS =
      Map.of(
          "epoch-check", "worker-stop",
          "unique-key", "ledger-kill",
          "tracker-metadata", "dispatcher-kill",
          "final-frame-hold", "worker-kill",
          "gap-repair", "edge-redis-cut",
          "reservation", "money");

  private Mutations() {}

  /// The cell's name, or the guard's own if nobody knows of it.
  static String cellFor(String guard) {
    return CELLS.getOrDefault(guard, guard);
  }
}
