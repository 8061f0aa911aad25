package online.speka.edge.draining;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// The time between the signal to end and the moment at which the server takes no more connections.
/// Readiness is off before it begins.
public final class Drain implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final Duration notice;
  private final Sinks.Empty<Void> cut = Sinks.empty();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean running;
  private volatile boolean begun;

  public Drain(Duration notice) {
    this.notice = notice;
  }

  /// Whether connections are to be closed after their answer.
  public boolean hasBegun() {
    return begun;
  }

  /// Completes when streams are to end that another edge can go on with.
  public Mono<Void> cut() {
    return cut.asMono();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    begun = true;
    LOG.atInfo()
        .setMessage("draining, requests are taken a little longer")
        .addKeyValue("notice", notice)
        .log();
    try {
      boolean _ = never.await(notice.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Sinks.EmitResult _ = cut.tryEmitEmpty();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Before the server stops taking connections and waits for what runs.
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
