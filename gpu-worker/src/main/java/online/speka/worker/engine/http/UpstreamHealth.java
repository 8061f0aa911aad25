package online.speka.worker.engine.http;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import online.speka.contract.catalog.ModelId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows whether an upstream server can be reached: asks for its models now and then. A run that
/// could not reach it is believed at once; only a probe that succeeds is believed in the other
/// direction.
final class UpstreamHealth implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamHealth.class);
  private static final double JITTER = 0.2;

  private final ModelId model;
  private final Upstream upstream;
  private final Probing probing;
  private final AtomicBoolean inProbe = new AtomicBoolean();
  private final AtomicReference<@Nullable Future<?>> next = new AtomicReference<>();
  private volatile boolean up;
  private volatile boolean closed;
  private volatile @Nullable String lastProblem;

  /// How probes are made.
  ///
  /// @param random spreads probes of many workers
  record Probing(
      ScheduledExecutorService timer,
      Duration interval,
      Duration timeout,
      RandomGenerator random) {}

  UpstreamHealth(ModelId model, Upstream upstream, Probing probing) {
    this.model = model;
    this.upstream = upstream;
    this.probing = probing;
  }

  void start() {
    probe();
  }

  boolean isUp() {
    return up;
  }

  /// A run could not reach the server, or lost it.
  void suspect() {
    mark(false, "a run could not reach it");
    probe();
  }

  private void probe() {
    if (closed || !inProbe.compareAndSet(false, true)) {
      return;
    }
    var _ =
        upstream
            .client()
            .sendAsync(upstream.models(probing.timeout()), HttpResponse.BodyHandlers.discarding())
            .orTimeout(2 * probing.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    mark(false, "it cannot be reached");
                  } else {
                    mark(isGood(answer.statusCode()), "it answers status " + answer.statusCode());
                  }
                  inProbe.set(false);
                  again();
                });
  }

  /// A server without a list of models is a server all the same; one that does not accept the key,
  /// or is still loading, is of no use.
  private static boolean isGood(int status) {
    return status < 400 || status == 404 || status == 405;
  }

  private void mark(boolean good, String problem) {
    String before = lastProblem;
    lastProblem = good ? null : problem;
    boolean was = up;
    up = good;
    if (good && !was) {
      LOG.atInfo().addKeyValue("model", model).log("Upstream server is up");
    } else if (!good && (was || before == null)) {
      LOG.atWarn()
          .addKeyValue("model", model)
          .addKeyValue("server", upstream.spec().baseUrl())
          .addKeyValue("reason", problem)
          .log("Upstream server is down: the model is not ready until a probe succeeds");
    }
  }

  private void again() {
    double factor = 1 - JITTER + 2 * JITTER * probing.random().nextDouble();
    long wait = (long) (probing.interval().toMillis() * factor);
    try {
      replace(probing.timer().schedule(this::probe, wait, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      closed = true; // The worker ends.
    }
  }

  /// One probe is planned at a time, however many runs asked for one.
  private void replace(@Nullable Future<?> planned) {
    Future<?> before = next.getAndSet(planned);
    if (before != null) {
      before.cancel(false);
    }
  }

  @Override
  public void close() {
    closed = true;
    up = false;
    replace(null);
  }
}
