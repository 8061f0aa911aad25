package online.speka.infra.faults.cell;

import static online.speka.infra.faults.nemesis.Victim.ANY;
import static online.speka.infra.faults.nemesis.Victim.BUSIEST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import online.speka.infra.faults.client.Load;
import online.speka.infra.faults.client.Mix;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Fault;
import online.speka.infra.faults.nemesis.Step;
import online.speka.infra.faults.nemesis.Victim;

/// All cells there are.
public final class Cells {

  /// Faults strike somewhere within this time: never at a beat of anything.
  private static final Duration SPREAD = Duration.ofSeconds(2);

  /// Longer than every lease in the platform.
  private static final Duration FREEZE = Duration.ofSeconds(30);

  /// A little longer than a worker may be silent: it wakes while the next attempts at its jobs run.
  private static final Duration SHORT_FREEZE = Duration.ofMillis(3500);

  /// Answers that outlast a short freeze by far, and so few that one worker can run them all.
  private static final Load LONG_ANSWERS =
      new Load(8, Duration.ofSeconds(8), Duration.ofSeconds(6), 70, 130, Mix.USUAL);

  private static final Load USUAL =
      new Load(20, Duration.ofSeconds(6), Duration.ofSeconds(6), 25, 60, Mix.USUAL);

  /// Nobody leaves, so that every end but a whole answer is the platform's.
  private static final Load STAYING =
      new Load(20, Duration.ofSeconds(6), Duration.ofSeconds(6), 25, 60, Mix.STAYING);

  /// Work is repeated for what ran on the worker that died, and for nothing else.
  private static final double ATTEMPTS_MAX = 1.1;

  /// Where a large part of all jobs runs on one worker at a time.
  private static final double ATTEMPTS_LONG_MAX = 1.6;

  private static final Duration WAIT_USUAL = Duration.ofSeconds(10);

  /// As long as a server of the platform needs to start again on a busy machine, and what its
  /// clients need to notice.
  private static final Duration WAIT_FOR_SERVER = Duration.ofSeconds(45);

  /// Long enough that what two dead workers ran is few of all jobs.
  private static final Load LONG =
      new Load(20, Duration.ofSeconds(12), Duration.ofSeconds(12), 25, 60, Mix.USUAL);

  private static final Load RESUMING =
      new Load(20, Duration.ofSeconds(6), Duration.ofSeconds(6), 25, 60, Mix.RESUMABLE);

  private static final Step AT_ONCE_A_WORKER =
      new Step(Duration.ZERO, Duration.ZERO, new Fault.Kill(Component.WORKER, ANY), false);

  private static final List<Cell> ALL = all();

  private Cells() {}

  public static List<Cell> list() {
    return ALL;
  }

  public static Optional<Cell> find(String name) {
    return ALL.stream().filter(cell -> cell.name().equals(name)).findFirst();
  }

  private static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    cells.add(
        new Cell(
            "calm",
            "nothing is broken: what the others are compared with",
            USUAL,
            List.of(),
            only(Set.of(), WAIT_USUAL, 1)));
    cells.add(
        new Cell(
            "worker-kill",
            "a worker is killed at a random token of its streams",
            USUAL,
            List.of(kill(Component.WORKER, ANY)),
            only(Set.of(), WAIT_USUAL, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "worker-kill-twice",
            "a worker is killed, then another while the first is not back",
            LONG,
            List.of(kill(Component.WORKER, ANY), kill(Component.WORKER, ANY)),
            only(Set.of(), WAIT_USUAL, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "dispatcher-kill",
            "the dispatcher that owns the model is killed with jobs queued and running",
            USUAL,
            List.of(kill(Component.DISPATCHER, BUSIEST)),
            only(Set.of(), Duration.ofSeconds(15), ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "dispatcher-worker-kill",
            "the same, and a worker: only what was committed says which jobs nobody runs any more",
            USUAL,
            List.of(kill(Component.DISPATCHER, BUSIEST), AT_ONCE_A_WORKER),
            only(Set.of(), Duration.ofSeconds(20), ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "edge-kill",
            "an edge is killed; clients that cannot resume see their connection break",
            USUAL,
            List.of(kill(Component.EDGE, ANY)),
            only(Set.of(Ending.CUT), WAIT_USUAL, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "ledger-kill",
            "the ledger is killed between what it reads, posts and commits; clients notice nothing",
            USUAL,
            List.of(kill(Component.LEDGER, ANY)),
            only(Set.of(), WAIT_USUAL, 1)));
    cells.add(
        new Cell(
            "redis-kill",
            "Redis is killed and comes back with what it had on disk",
            STAYING,
            List.of(kill(Component.REDIS, ANY)),
            only(Set.of(Ending.REFUSED, Ending.ERROR_EVENT), WAIT_FOR_SERVER, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "kafka-kill",
            "Kafka is killed: nothing is accepted that is not in the log",
            STAYING,
            List.of(kill(Component.KAFKA, ANY)),
            only(Set.of(Ending.REFUSED, Ending.ERROR_EVENT), WAIT_FOR_SERVER, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "postgres-kill",
            "PostgreSQL is killed: bills wait, clients notice nothing",
            USUAL,
            List.of(kill(Component.POSTGRES, ANY)),
            only(Set.of(), WAIT_USUAL, 1)));
    cells.add(
        new Cell(
            "worker-stop",
            "a worker is frozen until others have its jobs, then goes on as if nothing had been",
            USUAL,
            List.of(freeze(Component.WORKER, ANY)),
            only(Set.of(), WAIT_USUAL, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "worker-stop-short",
            "a worker is frozen until others have its jobs, and wakes while they run them",
            LONG_ANSWERS,
            List.of(
                new Step(
                    Duration.ZERO,
                    SPREAD,
                    new Fault.Freeze(Component.WORKER, ANY, SHORT_FREEZE),
                    true)),
            only(Set.of(), WAIT_USUAL, ATTEMPTS_LONG_MAX)));
    cells.add(
        new Cell(
            "dispatcher-stop",
            "the dispatcher that owns the model is frozen until another owns it, then goes on",
            USUAL,
            List.of(freeze(Component.DISPATCHER, BUSIEST)),
            only(Set.of(), Duration.ofSeconds(15), ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "term-rolling",
            "one after the other of every part is told to end, and replaced",
            STAYING,
            List.of(
                terminate(Component.LEDGER),
                terminate(Component.WORKER),
                terminate(Component.DISPATCHER),
                terminate(Component.EDGE)),
            only(Set.of(), WAIT_USUAL, 1)));
    cells.add(
        new Cell(
            "edge-kill-resumed",
            "an edge is killed; clients go on at the other one where they were",
            RESUMING,
            List.of(kill(Component.EDGE, ANY)),
            only(Set.of(), WAIT_USUAL, ATTEMPTS_MAX)));
    cells.add(
        new Cell(
            "redis-kill-resumed",
            "Redis is killed; clients come again and go on where they were",
            RESUMING,
            List.of(kill(Component.REDIS, ANY)),
            only(Set.of(), WAIT_FOR_SERVER, ATTEMPTS_MAX)));
    cells.addAll(DeliveryCells.list());
    cells.addAll(DiskCells.list());
    cells.addAll(PurseCells.list());
    cells.addAll(StormyCells.list());
    return List.copyOf(cells);
  }

  private static Step kill(Component component, Victim victim) {
    return new Step(Duration.ZERO, SPREAD, new Fault.Kill(component, victim), false);
  }

  private static Step freeze(Component component, Victim victim) {
    return new Step(Duration.ZERO, SPREAD, new Fault.Freeze(component, victim, FREEZE), true);
  }

  private static Step terminate(Component component) {
    return new Step(Duration.ZERO, SPREAD, new Fault.Terminate(component, ANY), true);
  }

  /// Every answer is whole, but for these endings of requests that the fault touched.
  private static Tolerance only(Set<Ending> allowed, Duration firstByteMax, double attemptsMax) {
    return new Tolerance(allowed, allowed.isEmpty() ? 1 : 0, firstByteMax, attemptsMax);
  }
}
