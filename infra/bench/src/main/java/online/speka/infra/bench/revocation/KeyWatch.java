package online.speka.infra.bench.revocation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import online.speka.infra.bench.probe.Ask;
import online.speka.infra.bench.probe.HttpDoor;

/// Asks one edge again and again with a revoked key: until it is refused, and then once at the
/// limit and once later, when nothing may be accepted.
final class KeyWatch {

  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration LATER_MAX = Duration.ofSeconds(1);
  private static final Duration GIVE_UP = Duration.ofSeconds(10);

  private final HttpDoor edge;
  private final LongSupplier ticker;
  private final RandomGenerator random;

  /// @param random when the last question comes
  KeyWatch(HttpDoor edge, LongSupplier ticker, RandomGenerator random) {
    this.edge = edge;
    this.ticker = ticker;
    this.random = random;
  }

  /// Returns when there is nothing more to ask.
  KeyTrail follow(Ask ask, long committedNanos) {
    KeyTrail trail = new KeyTrail(RevocationPlan.LIMIT);
    long giveUp = committedNanos + GIVE_UP.toNanos();
    heard(trail, ask, committedNanos);
    while (!trail.isRefused() && ticker.getAsLong() < giveUp) {
      LockSupport.parkNanos(BETWEEN.toNanos());
      heard(trail, ask, committedNanos);
    }
    long limit = committedNanos + RevocationPlan.LIMIT.toNanos();
    awaitNanos(limit);
    heard(trail, ask, committedNanos);
    awaitNanos(limit + random.nextLong(LATER_MAX.toNanos()));
    heard(trail, ask, committedNanos);
    return trail;
  }

  private void heard(KeyTrail trail, Ask ask, long committedNanos) {
    Said said = Said.of(edge.ask(ask));
    trail.heard(said, ticker.getAsLong() - committedNanos);
  }

  private void awaitNanos(long nanos) {
    for (long left = nanos - ticker.getAsLong(); left > 0; left = nanos - ticker.getAsLong()) {
      LockSupport.parkNanos(left);
    }
  }
}
