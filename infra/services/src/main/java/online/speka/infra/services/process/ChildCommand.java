package online.speka.infra.services.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one program is started and stopped.
 *
 * @param name for people, logs, the pid file and the log file
 * @param arguments the program and its arguments; one of them lies in the data directory, which is
 *     how a leftover is recognised as ours
 * @param stopSignal what asks it to end in an orderly way
 * @param stopWaitMax how long it may take over that before it is killed
 * @param watchesParent whether it ends by itself when its standard input ends (see {@link
 *     ParentWatch}); others get a guard that ends them
 */
public record ChildCommand(
    String name,
    List<String> arguments,
    Map<String, String> environment,
    Signal stopSignal,
    Duration stopWaitMax,
    boolean watchesParent) {

  public static final Duration STOP_WAIT_MAX = Duration.ofSeconds(15);

  public ChildCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("no program given for " + name);
    }
  }

  /** A native program that ends on SIGTERM. */
  public static ChildCommand of(String name, List<String> arguments) {
    return new ChildCommand(name, arguments, Map.of(), Signal.TERM, STOP_WAIT_MAX, false);
  }

  public ChildCommand withStopSignal(Signal signal) {
    return new ChildCommand(name, arguments, environment, signal, stopWaitMax, watchesParent);
  }
}
