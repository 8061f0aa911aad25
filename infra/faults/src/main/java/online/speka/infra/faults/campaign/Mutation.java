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
  EPOCH_CHECK("worker-stop", Set.of(I2, I3, I4)),
  TRACKER_METADATA("dispatcher-kill", Set.of(I1)),
  FINAL_FRAME_HOLD("worker-kill-twice", Set.of(I2));

  private final String cell;
  private final Set<Invariant> protects;

  Mutation(String cell, Set<Invariant> protects) {
    this.cell = cell;
    this.protects = protects;
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
    return protects;
  }

  boolean isCaughtBy(Findings findings) {
    return findings.violations().stream().map(Violation::invariant).anyMatch(protects::contains);
  }
}
