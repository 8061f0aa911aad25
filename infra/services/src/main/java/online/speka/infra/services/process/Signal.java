package online.speka.infra.services.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The signals that are sent to children; the JDK itself knows only two of them. */
public enum Signal {
  TERM,
  INT,
  KILL,
  STOP,
  CONT;

  private static final Duration SEND_WAIT_MAX = Duration.ofSeconds(5);

  /** Sends this signal. A process that is already gone is not an error. */
  void send(long pid) {
    send(List.of(pid));
  }

  void send(List<Long> pids) {
    List<String> line =
        new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name() + " \"$@\"", "kill"));
    pids.forEach(pid -> line.add(Long.toString(pid)));
    try {
      Process kill =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(SEND_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot send SIG" + name() + " to " + pids + ": /bin/sh does not start.", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
