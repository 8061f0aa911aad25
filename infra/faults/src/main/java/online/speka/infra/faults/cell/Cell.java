package online.speka.infra.faults.cell;

import java.util.List;
import online.speka.infra.faults.client.Load;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.nemesis.Step;

/// One field of the fault matrix.
///
/// @param what in a few words
public record Cell(String name, String what, Load load, List<Step> plan, Tolerance tolerance) {
  public Cell {
    plan = List.copyOf(plan);
  }

  /// The same in as little time as it can be shown in.
  public Cell brief() {
    return new Cell(name, what, load.brief(), plan.stream().map(Step::brief).toList(), tolerance);
  }
}
