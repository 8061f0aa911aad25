package online.speka.infra.services.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A process and what it started. PostgreSQL, for one, is a dozen processes. */
public final class ProcessTree {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  /** Positions in {@code /proc/<pid>/stat} after the name. */
  private static final int STATE = 0;

  private static final int THREADS = 17;

  private ProcessTree() {}

  /**
   * SIGKILL for all of it, the root first: the root must not see a child die and start to repair.
   *
   * @return whether all of it is gone
   */
  static boolean kill(ProcessHandle root, Duration waitMax) {
    List<ProcessHandle> all = of(root);
    all.forEach(ProcessHandle::destroyForcibly);
    Deadline deadline = Deadline.in(waitMax);
    return all.stream().map(process -> await(process, deadline)).reduce(true, Boolean::logicalAnd);
  }

  /** To all of it: a server that was frozen as a whole is woken as a whole. */
  public static void signal(ProcessHandle root, Signal signal) {
    signal.send(of(root).stream().map(ProcessHandle::pid).toList());
  }

  private static List<ProcessHandle> of(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  /**
   * Polls: the JDK's own notification for a process that is not our child comes up to five seconds
   * late.
   */
  static boolean await(ProcessHandle process, Deadline deadline) {
    while (isRunning(process)) {
      if (deadline.hasPassed()) {
        return false;
      }
      deadline.pause(POLL_INTERVAL);
    }
    return true;
  }

  /**
   * Whether it holds anything. One that has ended counts as alive for the JDK until somebody
   * fetches its status, and an orphan waits for process 1 to do that, which in a container may take
   * seconds.
   */
  public static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !isZombie(process);
  }

  private static boolean isZombie(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // The program's name stands in parentheses and may contain anything, so fields are counted
      // from there.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // The first thread may be a zombie while others still hold files and ports.
      return fields[STATE].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1;
    } catch (IOException _) {
      // Gone, or a system without /proc.
      return false;
    }
  }
}
