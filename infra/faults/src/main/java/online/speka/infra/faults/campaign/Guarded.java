package online.speka.infra.faults.campaign;

import java.util.concurrent.atomic.AtomicBoolean;
import online.speka.infra.faults.stack.Platform;

/// A platform that is closed when the JVM ends, if nobody closed it before.
record Guarded(Platform platform, AtomicBoolean closed) implements AutoCloseable {

  static Guarded over(Platform platform) {
    AtomicBoolean closed = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> close(platform, closed)));
    return new Guarded(platform, closed);
  }

  private static void close(Platform platform, AtomicBoolean closed) {
    if (closed.compareAndSet(false, true)) {
      platform.close();
    }
  }

  @Override
  public void close() {
    close(platform, closed);
  }
}
