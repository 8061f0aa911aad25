package online.speka.infra.bench.revocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.infra.bench.probe.AdminApi;
import online.speka.infra.bench.probe.HttpDoor;
import online.speka.infra.bench.stack.StackException;

/// Makes keys, revokes them at a steady rate, and watches each of them at every edge.
public final class RevocationRun {

  /// Keys that stay.
  private static final int STAYING = 10;

  /// Keys that are watched at the same time; beyond that the rate is not kept.
  private static final int WATCHED_MAX = 1_000;

  private static final Duration KNOWN_WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Platform platform;
  private final RevocationPlan plan;
  private final Asks asks;
  private final LongSupplier ticker;
  private final Consumer<String> progress;
  private final Semaphore watched = new Semaphore(WATCHED_MAX);
  private final RevocationTally tally;

  /// @param edges every one of them
  public record Platform(AdminApi admin, List<HttpDoor> edges) {
    public Platform {
      edges = List.copyOf(edges);
    }
  }

  /// @param ticker nanoseconds of a monotonic clock
  public RevocationRun(
      Platform platform, RevocationPlan plan, LongSupplier ticker, Consumer<String> progress) {
    this.platform = platform;
    this.plan = plan;
    this.asks = new Asks(plan.model());
    this.ticker = ticker;
    this.progress = progress;
    this.tally = new RevocationTally(platform.edges().size(), RevocationPlan.LIMIT);
  }

  public RevocationsResult run() {
    List<AdminApi.MintedKey> keys =
        new KeyMint(platform.admin(), progress).mint(STAYING + plan.keys());
    awaitKnown(keys.getLast());
    try (KeyTraffic traffic =
        new KeyTraffic(platform.edges(), asks, keys.subList(0, STAYING), tally, ticker)) {
      traffic.begin(plan.trafficPerSecond());
      progress.accept("warm-up");
      LockSupport.parkNanos(WARM_UP.toNanos());
      long begun = ticker.getAsLong();
      revokeAll(keys.subList(STAYING, keys.size()), begun);
      return tally.result(plan.ratePerSecond(), begun);
    }
  }

  private void awaitKnown(AdminApi.MintedKey last) {
    long until = ticker.getAsLong() + KNOWN_WAIT_MAX.toNanos();
    for (HttpDoor edge : platform.edges()) {
      while (Said.of(edge.ask(asks.look(last.secret()))) != Said.ACCEPTED) {
        if (ticker.getAsLong() > until) {
          throw new StackException("A new key is not known everywhere after a minute.");
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  /// Returns when nothing is left to watch.
  private void revokeAll(List<AdminApi.MintedKey> keys, long begun) {
    KeyRevocation one = new KeyRevocation(platform, plan, tally, ticker);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        int number = i;
        park(begun + plan.dueNanos(number));
        watched.acquireUninterruptibly();
        all.add(
            threads.submit(
                () -> {
                  try {
                    one.revoke(number, keys.get(number), threads);
                  } finally {
                    watched.release();
                  }
                }));
        progress.accept("%,d of %,d keys revoked".formatted(number, keys.size()));
      }
      progress.accept("the last keys are watched");
      all.forEach(Joined::get);
    }
  }

  private void park(long nanos) {
    for (long left = nanos - ticker.getAsLong(); left > 0; left = nanos - ticker.getAsLong()) {
      LockSupport.parkNanos(left);
    }
  }
}
