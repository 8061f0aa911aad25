package online.speka.infra.bench.revocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import online.speka.infra.bench.probe.AdminApi;
import online.speka.infra.bench.probe.Ask;
import online.speka.infra.bench.probe.EventStream;
import online.speka.infra.bench.probe.HttpDoor;
import org.jspecify.annotations.Nullable;

/// One key: that every edge knows it, its revocation, and what every edge says to it then.
final class KeyRevocation {

  /// Revocations that wait for the admin API at the same time.
  private static final int CALLS_MAX = 4;

  private static final int KNOWN_ASKS_MAX = 20;
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final RevocationRun.Platform platform;
  private final RevocationPlan plan;
  private final Asks asks;
  private final RevocationTally tally;
  private final LongSupplier ticker;
  private final Semaphore calls = new Semaphore(CALLS_MAX);

  KeyRevocation(
      RevocationRun.Platform platform,
      RevocationPlan plan,
      RevocationTally tally,
      LongSupplier ticker) {
    this.platform = platform;
    this.plan = plan;
    this.asks = new Asks(plan.model());
    this.tally = tally;
    this.ticker = ticker;
  }

  /// @param committedNanos when its answer was read
  private record Revoked(long askedNanos, long committedNanos) {}

  /// Returns when there is nothing more to watch.
  void revoke(int number, AdminApi.MintedKey key, ExecutorService threads) {
    if (!platform.edges().stream().allMatch(edge -> isKnown(edge, asks.look(key.secret())))) {
      tally.unknownBefore();
      return;
    }
    boolean streaming = plan.isStreaming(number);
    EventStream stream = streaming ? stream(number, key) : null;
    Revoked revoked = revoke(key);
    Future<?> cut =
        threads.submit(
            () -> {
              if (streaming) {
                follow(stream, revoked);
              }
            });
    tally.revoked(
        revoked.askedNanos(), revoked.committedNanos(), watch(number, key, revoked, threads));
    Joined.get(cut);
  }

  /// An edge that is too busy is asked again.
  private static boolean isKnown(HttpDoor edge, Ask ask) {
    Said said = Said.OTHER;
    for (int count = 0; count < KNOWN_ASKS_MAX && said == Said.OTHER; count++) {
      if (count > 0) {
        LockSupport.parkNanos(ASK_AGAIN.toNanos());
      }
      said = Said.of(edge.ask(ask));
    }
    return said == Said.ACCEPTED;
  }

  private @Nullable EventStream stream(int number, AdminApi.MintedKey key) {
    int edge = plan.edgeOfStream(number, platform.edges().size());
    return platform.edges().get(edge).open(asks.stream(key.secret()));
  }

  private Revoked revoke(AdminApi.MintedKey key) {
    calls.acquireUninterruptibly();
    try {
      long asked = ticker.getAsLong();
      platform.admin().revoke(key.id());
      return new Revoked(asked, ticker.getAsLong());
    } finally {
      calls.release();
    }
  }

  private List<KeyTrail> watch(
      int number, AdminApi.MintedKey key, Revoked revoked, ExecutorService threads) {
    Ask ask = plan.isPosting(number) ? asks.post(key.secret()) : asks.look(key.secret());
    List<Future<KeyTrail>> trails = new ArrayList<>();
    for (HttpDoor edge : platform.edges()) {
      KeyWatch watch = new KeyWatch(edge, ticker, new SplittableRandom(number));
      trails.add(threads.submit(() -> watch.follow(ask, revoked.committedNanos())));
    }
    return trails.stream().map(Joined::get).toList();
  }

  /// A stream that did not even begin was not cut.
  private void follow(@Nullable EventStream stream, Revoked revoked) {
    EventStream.End end = stream == null ? EventStream.End.BROKEN : stream.readToEnd();
    tally.streamEnded(end, ticker.getAsLong() - revoked.committedNanos());
  }
}
