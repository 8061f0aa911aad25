package online.speka.infra.services.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process and what it started. PostgreSQL, for one, is a dozen processes. */
final class ProcessTree {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private ProcessTree() {}

  /**
   * SIGKILL for all of it, the root first: the root must not see a child die and start to repair.
   *
   * @return whether all of it is gone
   */
  static boolean kill(ProcessHandle root, Duration waitMax) {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(root);
    root.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    Deadline deadline = Deadline.in(waitMax);
    return all.stream().map(process -> await(process, deadline)).reduce(true, Boolean::logicalAnd);
  }

  /**
   * Polls: the JDK's own notification for a process that is not our child comes up to five seconds
   * late.
   */
  static boolean await(ProcessHandle process, Deadline deadline) {
    while (process.isAlive()) {
      if (deadline.hasPassed()) {
        return false;
      }
      deadline.pause(POLL_INTERVAL);
    }
    return true;
  }
}
