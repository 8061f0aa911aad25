package online.speka.infra.faults.campaign;

import java.util.Optional;
import online.speka.infra.faults.checker.Findings;

/// Counts what came out as it should.
///
/// Without a mutation each run of a cell counts. With one, all runs count as one, which passed if
/// any of them saw the invariant break that the missing check protects: whether a blow hits the gap
/// is a matter of luck.
final class Verdicts {

  private final Optional<Mutation> mutation;
  private int passed;
  private int failed;

  Verdicts(Optional<Mutation> mutation) {
    this.mutation = mutation;
  }

  /// Whether this run came out as it should.
  boolean add(Findings findings) {
    boolean fine = mutation.map(it -> it.isCaughtBy(findings)).orElseGet(findings::isClean);
    if (mutation.isPresent()) {
      passed = Math.max(passed, fine ? 1 : 0);
      failed = 1 - passed;
    } else {
      passed += fine ? 1 : 0;
      failed += fine ? 0 : 1;
    }
    return fine;
  }

  /// A run that could not be carried through.
  void addBroken() {
    failed = mutation.isPresent() ? 1 - passed : failed + 1;
  }

  /// Whether further runs say nothing new.
  boolean isDecided() {
    return mutation.isPresent() && passed > 0;
  }

  boolean isClean() {
    return failed == 0;
  }

  @Override
  public String toString() {
    return passed + " passed, " + failed + " failed";
  }
}
