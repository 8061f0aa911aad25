package online.speka.infra.faults.campaign;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.cell.Cell;
import online.speka.infra.faults.cell.Cells;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.stack.Platform;

/// Takes away one check after the other, on one platform, and runs the cell that must notice.
///
/// @param roundsMax whether a blow hits the gap is a matter of luck: so often it may miss
record MutationProof(Rounds rounds, long seed, int roundsMax) {

  /// The cell's own, the blow's, and some of what broke: much does, and it should.
  private static final int LINES_SHOWN = 5;

  private static final Duration BACK_MAX = Duration.ofMinutes(3);

  /// The check that is missing when the platform starts.
  static Mutation first() {
    return Mutation.inOrder().getFirst();
  }

  /// @param platform that was started without the first
  /// @return how many went unnoticed
  int run(Platform platform, Progress progress) throws InterruptedException {
    int unnoticed = 0;
    Set<Component> changed = EnumSet.noneOf(Component.class);
    for (Mutation mutation : Mutation.inOrder()) {
      Verdicts verdicts = new Verdicts(Optional.of(mutation));
      if (mutation != first()) {
        changed.addAll(mutation.parts());
        progress.show("starting " + changed + " without " + mutation.word());
        startAgain(platform, changed, mutation, verdicts);
      }
      cell(platform, mutation, verdicts, progress);
      unnoticed += verdicts.isDecided() ? 0 : 1;
      changed.clear();
      changed.addAll(mutation.parts());
    }
    return unnoticed;
  }

  private static void startAgain(
      Platform platform, Set<Component> parts, Mutation mutation, Verdicts verdicts) {
    try {
      platform.startAgain(parts, mutation.word(), BACK_MAX);
    } catch (StackException e) {
      verdicts.addBroken();
      System.out.println("FAIL " + mutation.word() + ": " + e.getMessage());
    }
  }

  private void cell(Platform platform, Mutation mutation, Verdicts verdicts, Progress progress)
      throws InterruptedException {
    Cell cell = Cells.find(mutation.cell()).orElseThrow().brief();
    for (int round = 0; round < roundsMax && !verdicts.isDecided(); round++) {
      progress.show("without " + mutation.word() + ", " + cell.name());
      String told = rounds.run(platform, cell, seed + round, verdicts);
      String shown = told.lines().limit(LINES_SHOWN).collect(Collectors.joining("\n"));
      System.out.println("without " + mutation.word() + ": " + shown);
    }
  }
}
