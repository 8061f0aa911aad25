package online.speka.infra.faults.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Fault;
import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void namesAreUnique() {
    assertThat(Cells.list()).extracting(Cell::name).doesNotHaveDuplicates();
  }

  @Test
  void theGateIsASelectionOfShortCells() {
    assertThat(Cells.list())
        .extracting(Cell::name)
        .containsAll(Gate.cells().stream().map(Cell::name).toList());
    assertThat(Gate.cells())
        .allSatisfy(
            cell ->
                assertThat(cell.load().before().plus(cell.load().after()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void theGateAllowsNothingMoreThanTheWholeCampaign() {
    assertThat(Gate.cells())
        .allSatisfy(
            cell ->
                assertThat(cell.tolerance())
                    .isEqualTo(Cells.find(cell.name()).orElseThrow().tolerance()));
  }

  @Test
  void whoFillsADiskOrKillsWorkersSaysWhatItNeeds() {
    assertThat(Cells.find("kafka-disk-full").orElseThrow().brief().smallDisks())
        .containsExactly(Component.KAFKA);
    assertThat(Cells.find("poison").orElseThrow().workersMin()).isEqualTo(4);
    assertThat(Cells.find("calm").orElseThrow().smallDisks()).isEmpty();
    assertThat(Cells.find("calm").orElseThrow().workersMin()).isZero();
  }

  @Test
  void aBriefFreezeIsLongerThanTheTimeAfterWhichADispatcherCountsAsDead() {
    assertThat(Fault.BRIEF_FREEZE).isGreaterThan(Duration.ofSeconds(6));
  }
}
