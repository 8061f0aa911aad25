package online.speka.infra.faults.campaign;

import static online.speka.infra.faults.checker.Invariant.I1;
import static online.speka.infra.faults.checker.Invariant.I2;
import static online.speka.infra.faults.checker.Invariant.I3;
import static online.speka.infra.faults.checker.Invariant.I4;
import static online.speka.infra.faults.checker.Invariant.I6;
import static online.speka.infra.faults.nemesis.Component.DISPATCHER;
import static online.speka.infra.faults.nemesis.Component.EDGE;
import static online.speka.infra.faults.nemesis.Component.LEDGER;
import static online.speka.infra.faults.nemesis.Component.WORKER;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import online.speka.infra.faults.checker.Findings;
import online.speka.infra.faults.checker.Invariant;
import online.speka.infra.faults.checker.Violation;
import online.speka.infra.faults.nemesis.Component;

/// A check that can be taken away from the platform, and what must then be seen to break. Another
/// invariant that breaks proves nothing about this check.
///
/// In the order in which the fewest processes start again from one to the next.
enum Mutation {
  EPOCH_CHECK("worker-stop-short"),
  FINAL_FRAME_HOLD("worker-kill-unheard"),
  TRACKER_METADATA("dispatcher-worker-kill"),
  GAP_REPAIR("edge-redis-blink"),
  RESERVATION("prepaid-rush"),
  UNIQUE_KEY("outcomes-again");

  private final String cell;

  Mutation(String cell) {
    this.cell = cell;
  }

  /// As the platform's setting spells it.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Mutation> find(String word) {
    return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
  }

  static List<Mutation> inOrder() {
    return List.of(values());
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Mutation::word).toList();
  }

  /// The name of the cell that must notice.
  String cell() {
    return cell;
  }

  /// What works with the check, and must be started again to do without.
  Set<Component> parts() {
    return switch (this) {
      case UNIQUE_KEY -> Set.of(LEDGER);
      case RESERVATION, GAP_REPAIR -> Set.of(EDGE);
      case TRACKER_METADATA -> Set.of(DISPATCHER);
      case FINAL_FRAME_HOLD -> Set.of(WORKER);
      case EPOCH_CHECK -> Set.of(EDGE, DISPATCHER, WORKER, LEDGER);
    };
  }

  Set<Invariant> protects() {
    return switch (this) {
      case UNIQUE_KEY -> Set.of(I4);
      case RESERVATION -> Set.of(I6);
      case GAP_REPAIR -> Set.of(I3);
      case TRACKER_METADATA -> Set.of(I1);
      case FINAL_FRAME_HOLD -> Set.of(I2);
      case EPOCH_CHECK -> Set.of(I2);
    };
  }

  boolean isCaughtBy(Findings findings) {
    return findings.violations().stream().map(Violation::invariant).anyMatch(protects()::contains);
  }
}
