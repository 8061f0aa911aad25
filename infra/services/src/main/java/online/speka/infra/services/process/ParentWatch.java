package online.speka.infra.services.process;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends a child JVM when its parent is gone, however the parent went.
 *
 * <p>The child's standard input is a pipe that only the parent holds open. The kernel closes it
 * when the parent dies, also after SIGKILL, so the end of input is that news, at once and without
 * polling.
 */
public final class ParentWatch {

  static final String ENABLED_VARIABLE = "SPEKA_PARENT_WATCH";

  private static final Duration EXIT_WAIT_MAX = Duration.ofSeconds(10);
  private static final int EXIT_STATUS = 143;

  private ParentWatch() {}

  /**
   * Does nothing in a JVM that was not started by {@link JavaCommand}, for instance one started by
   * hand.
   */
  public static void exitWithParent() {
    if (Boolean.parseBoolean(System.getenv(ENABLED_VARIABLE))) {
      Thread.ofPlatform().name("parent-watch").daemon().start(ParentWatch::awaitEndOfInput);
    }
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes; whatever comes is not the end.
      }
    } catch (IOException _) {
      // A broken pipe is the same news.
    }
    Thread.ofPlatform().name("parent-watch-halt").daemon().start(ParentWatch::haltWhenStuck);
    System.exit(EXIT_STATUS);
  }

  /** Nobody is left who could kill a child that hangs in its own shutdown. */
  private static void haltWhenStuck() {
    Deadline deadline = Deadline.in(EXIT_WAIT_MAX);
    while (!deadline.hasPassed()) {
      deadline.pause(deadline.remaining());
    }
    Runtime.getRuntime().halt(EXIT_STATUS);
  }
}
