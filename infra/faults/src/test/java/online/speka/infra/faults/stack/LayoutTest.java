package online.speka.infra.faults.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import online.speka.infra.faults.nemesis.Component;
import org.junit.jupiter.api.Test;

class LayoutTest {

  @Test
  void workersAreAddedWhereThereAreTooFewAndNeverTakenAway() {
    assertThat(Layout.USUAL.withWorkers(4).topology())
        .isEqualTo("edge=2,dispatcher=2,worker=4,ledger=1");
    assertThat(Layout.USUAL.withWorkers(0)).isEqualTo(Layout.USUAL);
  }

  @Test
  void smallDisksChangeNothingElse() {
    Layout layout = Layout.USUAL.withSmallDisks(Set.of(Component.KAFKA));

    assertThat(layout.topology()).isEqualTo(Layout.USUAL.topology());
    assertThat(layout.smallDisks()).containsExactly(Component.KAFKA);
    assertThat(layout.withWorkers(9).smallDisks()).containsExactly(Component.KAFKA);
  }
}
