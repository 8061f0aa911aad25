package online.speka.infra.services.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be closed when the JVM ends, in one shutdown hook: last registered, first closed.
 *
 * <p>The JDK runs shutdown hooks all at once; a sequence is needed because an application wants its
 * database and its broker until it is closed itself. Children register when they are started, so
 * whoever registers after them is closed before them.
 */
public final class ShutdownSequence {

  private static final Logger log = LoggerFactory.getLogger(ShutdownSequence.class);
  private static final ShutdownSequence OF_THIS_JVM = new ShutdownSequence();

  static {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("shutdown-sequence").unstarted(OF_THIS_JVM::run));
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean ending;

  ShutdownSequence() {}

  public static ShutdownSequence ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** One thing to close. {@link #cancel()} when it was closed otherwise. */
  public final class Step {
    private final String name;
    private final AutoCloseable closeable;

    private Step(String name, AutoCloseable closeable) {
      this.name = name;
      this.closeable = closeable;
    }

    public void cancel() {
      lock.lock();
      try {
        steps.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }

  /** The closeable has to bound its own time. */
  public Step add(String name, AutoCloseable closeable) {
    lock.lock();
    try {
      if (ending) {
        throw new ServiceException("Not starting " + name + ": this process is shutting down.");
      }
      Step step = new Step(name, closeable);
      steps.push(step);
      return step;
    } finally {
      lock.unlock();
    }
  }

  void run() {
    while (true) {
      Step step;
      lock.lock();
      try {
        ending = true;
        if (steps.isEmpty()) {
          return;
        }
        step = steps.pop();
      } finally {
        lock.unlock();
      }
      close(step);
    }
  }

  private static void close(Step step) {
    try {
      step.closeable.close();
    } catch (Exception e) {
      log.atWarn()
          .addKeyValue("name", step.name)
          .setCause(e)
          .log("could not be closed at the end of the process");
    }
  }
}
