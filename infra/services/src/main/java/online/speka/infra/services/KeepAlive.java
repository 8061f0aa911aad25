package online.speka.infra.services;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import online.speka.infra.services.process.Deadline;
import online.speka.infra.services.process.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings servers back that ended without having been asked to, on the same port and data. One that
 * was killed or stopped through its own methods stays down.
 */
public final class KeepAlive implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeepAlive.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /**
   * A server that ends this often without ever having run for {@link #STEADY_AFTER} needs a person.
   */
  private static final int RESTARTS_IN_A_ROW_MAX = 10;

  private static final Duration STEADY_AFTER = Duration.ofSeconds(30);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Consumer<LocalServer> onRestart;

  private KeepAlive(Consumer<LocalServer> onRestart) {
    this.onRestart = onRestart;
  }

  /**
   * Watches until closed.
   *
   * @param onRestart is told of a server that came back, which now has another pid
   */
  public static KeepAlive over(List<LocalServer> servers, Consumer<LocalServer> onRestart) {
    KeepAlive keepAlive = new KeepAlive(onRestart);
    servers.forEach(
        server ->
            Thread.ofVirtual()
                .name("keep-alive-" + server.name())
                .start(() -> keepAlive.watch(server)));
    return keepAlive;
  }

  private void watch(LocalServer server) {
    int restartsInARow = 0;
    Deadline steady = Deadline.in(STEADY_AFTER);
    while (!closedWithin(LOOK_INTERVAL)) {
      if (!server.hasDied()) {
        continue;
      }
      restartsInARow = steady.hasPassed() ? 1 : restartsInARow + 1;
      if (restartsInARow > RESTARTS_IN_A_ROW_MAX) {
        log.atError().addKeyValue("name", server.name()).log("ended again and again, stays down");
        return;
      }
      if (!restart(server) && closedWithin(RETRY_PAUSE)) {
        return;
      }
      steady = Deadline.in(STEADY_AFTER);
    }
  }

  private boolean restart(LocalServer server) {
    log.atWarn().addKeyValue("name", server.name()).log("ended by itself, starting it again");
    try {
      server.restart();
      onRestart.accept(server);
      return true;
    } catch (ServiceException e) {
      log.atWarn()
          .addKeyValue("name", server.name())
          .setCause(e)
          .log("did not come back, trying again");
      return false;
    }
  }

  private boolean closedWithin(Duration wait) {
    try {
      return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Servers are left as they are. */
  @Override
  public void close() {
    closed.countDown();
  }
}
