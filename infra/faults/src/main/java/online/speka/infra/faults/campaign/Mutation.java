package online.speka.infra.faults.campaign;

import static online.speka.infra.faults.checker.Invariant.I1;
import static online.speka.infra.faults.checker.Invariant.I2;
import static online.speka.infra.faults.checker.Invariant.I3;
import static online.speka.infra.faults.checker.Invariant.I4;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import online.speka.infra.faults.checker.Findings;
import online.speka.infra.faults.checker.Invariant;
import online.speka.infra.faults.checker.Violation;

/// A check that can be taken away from the platform, and what must then be seen to break. Another
/// invariant that breaks proves nothing about this check.
enum Mutation {
  EPOCH_CHECK("worker-stop"),
  TRACKER_METADATA("dispatcher-kill"),
  FINAL_FRAME_HOLD("worker-kill-twice");

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

  static List<String> words() {
    return Arrays.stream(values()).map(Mutation::word).toList();
  }

  /// The name of the cell that must notice.
  String cell() {
    return cell;
  }

  Set<Invariant> protects() {
    return switch (this) {
      case EPOCH_CHECK -> Set.of(I2, I3, I4);
      case TRACKER_METADATA -> Set.of(I1);
      case FINAL_FRAME_HOLD -> Set.of(I2);
    };
  }

  boolean isCaughtBy(Findings findings) {
    return findings.violations().stream().map(Violation::invariant).anyMatch(protects()::contains);
  }
}
