package online.speka.infra.faults.cell;

import java.util.List;

/// A selection for a gate that has minutes: one cell of each kind, as short as it can be. Those
/// that notice a missing check are among them: they must say nothing where it is not missing.
public final class Gate {

  private static final List<String> NAMES =
      List.of(
          "worker-kill",
          "dispatcher-worker-kill",
          "edge-kill-resumed",
          "redis-kill-resumed",
          "ledger-kill",
          "postgres-kill",
          "kafka-kill",
          "worker-stop",
          "worker-kill-unheard",
          "outcomes-again",
          "prepaid-rush",
          "term-rolling",
          "worker-redis-cut",
          "edge-redis-blink",
          "edge-redis-silent",
          "dispatcher-kafka-slow");

  private Gate() {}

  public static List<Cell> cells() {
    return NAMES.stream().map(name -> Cells.find(name).orElseThrow().brief()).toList();
  }
}
