package online.speka.infra.services.process;

import java.io.IOException;
import java.util.List;

/**
 * Ends a native program when this JVM is killed: a shell that waits for the end of its standard
 * input, a pipe that only this JVM holds open, and then sends the signal.
 */
final class ParentGuard {

  /** Immune to the signals of a terminal, since it must outlive the JVM that they are meant for. */
  private static final String SCRIPT = "trap '' INT TERM HUP; read -r _; kill -\"$1\" \"$2\"";

  private ParentGuard() {}

  static void over(Process child, ChildCommand command) {
    try {
      Process guard =
          new ProcessBuilder(
                  List.of(
                      "/bin/sh",
                      "-c",
                      SCRIPT,
                      "speka-guard",
                      command.stopSignal().name(),
                      "" + child.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // The guard goes first, so that it never signals a stranger who got the same pid.
      var _ = child.onExit().thenRun(guard::destroyForcibly);
    } catch (IOException e) {
      throw new ServiceException("Cannot guard " + command.name() + ": /bin/sh does not start.", e);
    }
  }
}
