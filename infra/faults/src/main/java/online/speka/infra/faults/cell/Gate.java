package online.speka.infra.faults.cell;

import java.util.List;

/// A selection for a gate that has minutes: one cell of each kind, as short as it can be. Those
/// that notice a missing check are among them: they must say nothing where it is not missing.
public final class Gate {

  private static final List<String> NAMES =
      List.of(
          "prepaid-rush",
          "outcomes-again",
          "edge-redis-blink",
          "worker-stop-short",
          "dispatcher-worker-kill",
          "worker-kill-unheard",
          "worker-kill",
          "edge-kill-resumed",
          "redis-kill-resumed",
          "ledger-kill",
          "postgres-kill",
          "kafka-kill",
          "worker-redis-cut",
          "edge-redis-silent",
          "dispatcher-kafka-slow",
          "term-rolling");

  private Gate() {}

  public static List<Cell> cells() {
    return NAMES.stream().map(name -> Cells.find(name).orElseThrow().brief()).toList();
  }
}
