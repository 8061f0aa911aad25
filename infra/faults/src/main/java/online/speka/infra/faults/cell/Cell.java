package online.speka.infra.faults.cell;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.infra.faults.client.Load;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Fault;
import online.speka.infra.faults.nemesis.Step;

/// One field of the fault matrix.
///
/// @param what in a few words
public record Cell(String name, String what, Load load, List<Step> plan, Tolerance tolerance) {
  public Cell {
    plan = List.copyOf(plan);
  }

  /// Workers that it needs: one more than it may kill.
  public int workersMin() {
    return plan.stream().map(Step::fault).anyMatch(Fault.Poison.class::isInstance)
        ? Fault.Poison.KILLS_MAX + 1
        : 0;
  }

  /// Servers whose disks it fills.
  public Set<Component> smallDisks() {
    return plan.stream()
        .map(Step::fault)
        .filter(Fault.FillDisk.class::isInstance)
        .map(fault -> ((Fault.FillDisk) fault).component())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The same in as little time as it can be shown in.
  public Cell brief() {
    return new Cell(name, what, load.brief(), plan.stream().map(Step::brief).toList(), tolerance);
  }
}
