package online.speka.infra.faults.cell;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import online.speka.infra.faults.client.Load;
import online.speka.infra.faults.client.Mix;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Fault;
import online.speka.infra.faults.nemesis.Step;

/// The cells in which a server has no room left for what it must write before it answers.
final class DiskCells {

  private static final Load LOAD =
      new Load(20, Duration.ofSeconds(6), Duration.ofSeconds(6), 25, 60, Mix.STAYING);

  private static final Duration SPREAD = Duration.ofSeconds(2);
  private static final Duration FULL = Duration.ofSeconds(12);
  private static final Duration WAIT_USUAL = Duration.ofSeconds(10);

  /// The broker halts, and starts again when there is room: all of the time until then, and what
  /// its clients need to notice.
  private static final Duration WAIT_FOR_BROKER = Duration.ofSeconds(60);

  private static final double ATTEMPTS_MAX = 1.1;

  private DiskCells() {}

  static List<Cell> list() {
    return List.of(
        cell(
            Component.KAFKA,
            "Kafka's disk is full: nothing is accepted that is not in the log",
            new Tolerance(
                Set.of(Ending.REFUSED, Ending.ERROR_EVENT), 0, WAIT_FOR_BROKER, ATTEMPTS_MAX)),
        cell(
            Component.POSTGRES,
            "PostgreSQL's disk is full: bills wait in the log, clients notice nothing",
            new Tolerance(Set.of(), 1, WAIT_USUAL, 1)));
  }

  private static Cell cell(Component component, String what, Tolerance tolerance) {
    return new Cell(
        component.role() + "-disk-full",
        what,
        LOAD,
        List.of(new Step(Duration.ZERO, SPREAD, new Fault.FillDisk(component, FULL), true)),
        tolerance);
  }
}
