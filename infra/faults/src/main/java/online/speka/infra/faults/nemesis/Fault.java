package online.speka.infra.faults.nemesis;

import java.time.Duration;
import online.speka.infra.faults.proxy.Link;
import online.speka.infra.faults.proxy.Weather;

/// A way to break something.
public sealed interface Fault {

  /// Twice the time after which others take a silent dispatcher or worker for dead.
  Duration BRIEF_FREEZE = Duration.ofSeconds(12);

  /// What is done, in a few words.
  String words();

  /// What it is done to.
  String where();

  /// The same, as short as it can be and still be noticed.
  default Fault brief() {
    return this;
  }

  /// Something that is done to a process.
  sealed interface OfProcess extends Fault {

    Component component();

    Victim victim();

    @Override
    default String where() {
      return component().role();
    }
  }

  /// SIGKILL: nothing is flushed, nothing is said.
  record Kill(Component component, Victim victim) implements OfProcess {
    @Override
    public String words() {
      return "kill -9";
    }
  }

  /// SIGTERM: an order to end in order.
  record Terminate(Component component, Victim victim) implements OfProcess {
    @Override
    public String words() {
      return "SIGTERM";
    }
  }

  /// SIGSTOP, and SIGCONT later: a process that others take for dead, and that is not.
  record Freeze(Component component, Victim victim, Duration time) implements OfProcess {
    @Override
    public String words() {
      return "SIGSTOP " + time.toMillis() + " ms";
    }

    @Override
    public Fault brief() {
      return time.compareTo(BRIEF_FREEZE) <= 0 ? this : new Freeze(component, victim, BRIEF_FREEZE);
    }
  }

  /// Every outcome is published again, as by a producer that does not know that it was taken.
  record Redeliver(int copies, Duration time) implements Fault {
    @Override
    public String words() {
      return "every outcome " + copies + " times more for " + time.toSeconds() + " s";
    }

    @Override
    public String where() {
      return "outcomes";
    }
  }

  /// A request that kills every worker that runs it.
  record Poison() implements Fault {

    /// Attempts that the platform makes at a job that fails.
    public static final int KILLS_MAX = 3;

    @Override
    public String words() {
      return "a job that kills its worker";
    }

    @Override
    public String where() {
      return Component.WORKER.role();
    }
  }

  /// There is no room left where a server keeps its data.
  record FillDisk(Component component, Duration time) implements Fault {

    /// Long enough that every part writes, and fails to.
    private static final Duration BRIEFLY = Duration.ofSeconds(6);

    @Override
    public String words() {
      return "disk full for " + time.toSeconds() + " s";
    }

    @Override
    public String where() {
      return component.role();
    }

    @Override
    public Fault brief() {
      return new FillDisk(component, BRIEFLY);
    }
  }

  /// Bad weather on the way from every part of a kind to a server.
  record Storm(Link link, Weather weather, Duration time) implements Fault {
    @Override
    public String words() {
      return weather.words() + " for " + time.toMillis() + " ms";
    }

    @Override
    public String where() {
      return link.words();
    }
  }
}
