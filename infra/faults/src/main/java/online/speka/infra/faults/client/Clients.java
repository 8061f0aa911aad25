package online.speka.infra.faults.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import online.speka.infra.faults.history.History;
import online.speka.infra.faults.history.Stopwatch;

/// Sends the requests of a load when they are due, each on a virtual thread, until told to stop.
public final class Clients implements AutoCloseable {

  /// More than any load here has in flight unless nothing is answered any more; beyond it no more
  /// are sent.
  private static final int IN_FLIGHT_MAX = 2_000;

  private static final double NANOS_PER_SECOND = 1e9;

  /// The last requests end by themselves; this is for a client that hangs.
  private static final Duration DRAIN_MAX = Exchange.WAIT_MAX.plusSeconds(30);

  private final Asks asks;
  private final Target target;
  private final Stopwatch stopwatch;
  private final History history;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Thread pace;

  private Clients(Asks asks, Target target, Stopwatch stopwatch, History history) {
    this.asks = asks;
    this.target = target;
    this.stopwatch = stopwatch;
    this.history = history;
    this.pace = Thread.ofVirtual().name("pace").unstarted(this::pace);
  }

  /// Whom the clients ask.
  ///
  /// @param keys by account
  public record Target(List<InetSocketAddress> edges, Map<String, String> keys) {
    public Target {
      edges = List.copyOf(edges);
      keys = Map.copyOf(keys);
    }

    /// Keys have no business in logs.
    @Override
    public String toString() {
      return "edges " + edges;
    }
  }

  public static Clients start(Asks asks, Target target, Stopwatch stopwatch, History history) {
    Clients clients = new Clients(asks, target, stopwatch, history);
    clients.pace.start();
    return clients;
  }

  private void pace() {
    long begun = stopwatch.ticker().getAsLong();
    long end = begun + Load.LENGTH_MAX.toNanos();
    for (int number = 0; ; number++) {
      long due = begun + (long) (number / asks.load().perSecond() * NANOS_PER_SECOND);
      if (!awaitDue(Math.min(due, end)) || due >= end) {
        return;
      }
      if (inFlight.get() >= IN_FLIGHT_MAX) {
        continue;
      }
      Ask ask = asks.ask(number);
      inFlight.incrementAndGet();
      threads.execute(() -> exchange(ask));
    }
  }

  private boolean awaitDue(long due) {
    for (long left = due - stopwatch.ticker().getAsLong();
        left > 0 && !stopped.get();
        left = due - stopwatch.ticker().getAsLong()) {
      LockSupport.parkNanos(left);
    }
    return !stopped.get();
  }

  private void exchange(Ask ask) {
    try {
      new Exchange(ask, stopwatch, history)
          .run(target.edges(), target.keys().getOrDefault(ask.account(), ""));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  /// One more of them asks for what no worker survives; returns when its connection has ended.
  public void askPoison() {
    inFlight.incrementAndGet();
    exchange(asks.poison());
  }

  public int inFlight() {
    return inFlight.get();
  }

  /// No new requests; returns when those on their way have ended.
  public void finish() throws InterruptedException {
    stopped.set(true);
    LockSupport.unpark(pace);
    pace.join();
    threads.shutdown();
    if (!threads.awaitTermination(DRAIN_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(inFlight + " clients hang");
    }
  }

  @Override
  public void close() {
    stopped.set(true);
    LockSupport.unpark(pace);
    threads.shutdownNow();
  }
}
