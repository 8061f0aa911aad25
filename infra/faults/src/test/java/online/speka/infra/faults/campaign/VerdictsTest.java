package online.speka.infra.faults.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.guard.Guard;
import online.speka.infra.faults.cell.Cell;
import online.speka.infra.faults.cell.Cells;
import online.speka.infra.faults.cell.Gate;
import online.speka.infra.faults.checker.Findings;
import online.speka.infra.faults.checker.Invariant;
import online.speka.infra.faults.checker.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictsTest {

  @Test
  void withoutAMutationEveryRunCounts() {
    // Given
    Verdicts verdicts = new Verdicts(Optional.empty());

    // When
    verdicts.add(broken());
    verdicts.add(broken(Invariant.I4));
    verdicts.addBroken();

    // Then
    assertThat(verdicts).hasToString("1 passed, 2 failed");
    assertThat(verdicts.isClean()).isFalse();
    assertThat(verdicts.isDecided()).isFalse();
  }

  @Test
  void aMutationThatNobodyNoticesFails() {
    // Given
    Verdicts verdicts = new Verdicts(Optional.of(Mutation.TRACKER_METADATA));

    // When
    verdicts.add(broken());
    verdicts.add(broken());

    // Then
    assertThat(verdicts).hasToString("0 passed, 1 failed");
  }

  @Test
  void anotherInvariantThatBreaksProvesNothing() {
    // Given
    Verdicts verdicts = new Verdicts(Optional.of(Mutation.TRACKER_METADATA));

    // When
    boolean fine = verdicts.add(broken(Invariant.I9));

    // Then
    assertThat(fine).isFalse();
    assertThat(verdicts.isClean()).isFalse();
  }

  @Test
  void aMutationIsCaughtInAnyRound() {
    // Given
    Verdicts verdicts = new Verdicts(Optional.of(Mutation.TRACKER_METADATA));

    // When
    verdicts.add(broken());
    verdicts.add(broken(Invariant.I1));

    // Then
    assertThat(verdicts).hasToString("1 passed, 0 failed");
    assertThat(verdicts.isDecided()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void everyMutationHasACellThatMustNotice(Mutation mutation) {
    assertThat(Cells.find(mutation.cell())).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void theGateShowsThatTheCellOfAMutationIsSilentWithoutIt(Mutation mutation) {
    assertThat(Gate.cells()).extracting(Cell::name).contains(mutation.cell());
  }

  @Test
  void everyGuardOfThePlatformIsTakenAwayOnce() {
    assertThat(Mutation.words())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Guard.values()).map(Guard::word).toList());
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void everyMutationIsSeenByAnInvariantAndChangesAPart(Mutation mutation) {
    assertThat(mutation.protects()).isNotEmpty();
    assertThat(mutation.parts()).isNotEmpty();
  }

  private static Findings broken(Invariant... invariants) {
    List<Violation> violations =
        Arrays.stream(invariants).map(it -> new Violation(it, "r-1", "broken")).toList();
    return new Findings(1, 1, Map.of(), 0, 0, 1, 0, violations);
  }
}
