package online.speka.infra.bench.revocation;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import online.speka.infra.bench.probe.AdminApi;
import online.speka.infra.bench.probe.HttpDoor;

/// Requests for text with keys that stay, at every edge in turn, until it is closed.
final class KeyTraffic implements AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;

  private final List<HttpDoor> edges;
  private final Asks asks;
  private final List<AdminApi.MintedKey> keys;
  private final RevocationTally tally;
  private final LongSupplier ticker;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  KeyTraffic(
      List<HttpDoor> edges,
      Asks asks,
      List<AdminApi.MintedKey> keys,
      RevocationTally tally,
      LongSupplier ticker) {
    this.edges = edges;
    this.asks = asks;
    this.keys = keys;
    this.tally = tally;
    this.ticker = ticker;
  }

  void begin(double ratePerSecond) {
    var _ = threads.submit(() -> pace(ratePerSecond));
  }

  private void pace(double ratePerSecond) {
    long begun = ticker.getAsLong();
    for (int number = 0; !closed; number++) {
      long due = begun + (long) (number * NANOS_PER_SECOND / ratePerSecond);
      for (long left = due - ticker.getAsLong(); left > 0; left = due - ticker.getAsLong()) {
        LockSupport.parkNanos(left);
      }
      HttpDoor edge = edges.get(number % edges.size());
      AdminApi.MintedKey key = keys.get(number % keys.size());
      var _ = threads.submit(() -> tally.traffic(Said.of(edge.ask(asks.post(key.secret())))));
    }
  }

  /// Waits for the last answers.
  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
