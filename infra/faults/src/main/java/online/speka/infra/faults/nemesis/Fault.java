package online.speka.infra.faults.nemesis;

import java.time.Duration;

/// A way to break something.
public sealed interface Fault {

  Component component();

  Victim victim();

  /// In a few words.
  String words();

  /// SIGKILL: nothing is flushed, nothing is said.
  record Kill(Component component, Victim victim) implements Fault {
    @Override
    public String words() {
      return "kill -9";
    }
  }

  /// SIGTERM: an order to end in order.
  record Terminate(Component component, Victim victim) implements Fault {
    @Override
    public String words() {
      return "SIGTERM";
    }
  }

  /// SIGSTOP, and SIGCONT later: a process that others take for dead, and that is not.
  record Freeze(Component component, Victim victim, Duration time) implements Fault {
    @Override
    public String words() {
      return "SIGSTOP " + time.toSeconds() + " s";
    }
  }
}
