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
import online.speka.infra.faults.nemesis.Victim;

/// The cells in which many ask at once and one purse pays, with less in it than they ask for.
final class PurseCells {

  /// Some 20 answers, of the 100 and more that are asked for.
  private static final long CREDIT = 4_000;

  private static final Load RUSH =
      new Load(20, Duration.ofSeconds(4), Duration.ofSeconds(4), 25, 60, Mix.paidBefore(CREDIT));

  private static final Duration SPREAD = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration WAIT_FOR_SERVER = Duration.ofSeconds(45);
  private static final double ATTEMPTS_MAX = 1.1;

  /// Who spends nothing spends no more than there is, and shows nothing.
  private static final double SERVED_MIN = 0.02;

  private PurseCells() {}

  static List<Cell> list() {
    return List.of(
        new Cell(
            "prepaid-rush",
            "many ask at once with a purse that pays for few",
            RUSH,
            List.of(),
            new Tolerance(Set.of(Ending.UNPAID), SERVED_MIN, WAIT_MAX, 1)),
        new Cell(
            "prepaid-redis-kill",
            "the same, and Redis is killed: nobody knows for a while what is set aside",
            RUSH,
            List.of(kill(Component.REDIS)),
            new Tolerance(
                Set.of(Ending.UNPAID, Ending.REFUSED, Ending.ERROR_EVENT),
                SERVED_MIN,
                WAIT_FOR_SERVER,
                ATTEMPTS_MAX)),
        new Cell(
            "prepaid-ledger-kill",
            "the same, and the ledger is killed: what was set aside is not settled for a while",
            RUSH,
            List.of(kill(Component.LEDGER)),
            new Tolerance(
                Set.of(Ending.UNPAID, Ending.REFUSED), SERVED_MIN, WAIT_MAX, ATTEMPTS_MAX)));
  }

  private static Step kill(Component component) {
    return new Step(Duration.ZERO, SPREAD, new Fault.Kill(component, Victim.ANY), false);
  }
}
