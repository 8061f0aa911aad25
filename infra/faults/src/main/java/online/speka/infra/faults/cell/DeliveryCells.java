package online.speka.infra.faults.cell;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import online.speka.infra.faults.client.Load;
import online.speka.infra.faults.client.Mix;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Fault;
import online.speka.infra.faults.nemesis.Step;
import online.speka.infra.faults.nemesis.Victim;
import online.speka.infra.faults.proxy.Link;
import online.speka.infra.faults.proxy.Weather;

/// The cells in which what a worker says of a job's end is not taken, or is taken again and again,
/// or a job lets no worker say anything.
final class DeliveryCells {

  private static final Load LOAD =
      new Load(20, Duration.ofSeconds(6), Duration.ofSeconds(6), 25, 60, Mix.STAYING);

  private static final Duration SPREAD = Duration.ofSeconds(2);

  /// Longer than a worker's lease.
  private static final Duration UNHEARD = Duration.ofSeconds(8);

  /// Some answers end in it, and wait.
  private static final Duration UNHEARD_BEFORE_KILL = Duration.ofMillis(1_500);

  /// What the dead worker ran began before nobody heard it, and the others heard of it late.
  private static final Duration UNHEARD_WAIT_MAX = Duration.ofSeconds(20);

  /// Three workers die, one after the other, and with them what they ran. What died with several is
  /// as suspect as the poison, and waits for a worker of its own: until the dead have started again
  /// on the same cores. As long as a client waits.
  private static final Duration POISONED_WAIT_MAX = Duration.ofSeconds(60);

  private static final double POISONED_ATTEMPTS_MAX = 2;
  private static final double ATTEMPTS_MAX = 1.5;
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration REDELIVERED = Duration.ofSeconds(5);
  private static final int COPIES = 2;

  private DeliveryCells() {}

  static List<Cell> list() {
    return List.of(
        new Cell(
            "worker-kill-unheard",
            "a worker is killed while no worker's outcomes reach the log",
            LOAD,
            List.of(
                step(
                    SPREAD,
                    new Fault.Storm(Link.WORKER_KAFKA, new Weather.Silent(), UNHEARD),
                    false),
                new Step(
                    UNHEARD_BEFORE_KILL,
                    UNHEARD_BEFORE_KILL,
                    new Fault.Kill(Component.WORKER, Victim.ANY),
                    false)),
            new Tolerance(Set.of(), 1, UNHEARD_WAIT_MAX, ATTEMPTS_MAX)),
        new Cell(
            "outcomes-again",
            "every outcome comes three times, the last first",
            LOAD,
            List.of(step(SPREAD, new Fault.Redeliver(COPIES, REDELIVERED), true)),
            new Tolerance(Set.of(), 1, WAIT_MAX, 1)),
        new Cell(
            "poison",
            "a job kills every worker that runs it: it ends, and nobody else's answer does",
            LOAD,
            List.of(step(SPREAD, new Fault.Poison(), true)),
            new Tolerance(Set.of(), 1, POISONED_WAIT_MAX, POISONED_ATTEMPTS_MAX)));
  }

  private static Step step(Duration within, Fault fault, boolean untilBack) {
    return new Step(Duration.ZERO, within, fault, untilBack);
  }
}
