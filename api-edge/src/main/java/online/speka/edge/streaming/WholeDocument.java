package online.speka.edge.streaming;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/// A document on its way to one client, at the pace of its socket. Touched on the client's event
/// loop only, but for the demand.
final class WholeDocument {
  private static final Logger LOG = LoggerFactory.getLogger(WholeDocument.class);

  private final ClientConnection client;
  private final Duration stallMax;
  private final LongSupplier ticker;
  private final ClientBytes out;
  private long tookAt;

  /// @param stallMax a client that takes no byte for so long is cut off
  /// @param ticker monotonic nanoseconds
  WholeDocument(ClientConnection client, Duration stallMax, LongSupplier ticker) {
    this.client = client;
    this.stallMax = stallMax;
    this.ticker = ticker;
    this.out = new ClientBytes(client, () -> client.execute(this::drain));
  }

  /// @return for one subscriber
  Flux<byte[]> begin(List<byte[]> pieces) {
    pieces.forEach(out::add);
    out.end();
    tookAt = ticker.getAsLong();
    client.onWritable(this::drain);
    client.schedule(this::look, stallMax);
    return out.doFinally(
        _ -> {
          client.onWritable(() -> {});
          // The next look may be a minute away; the document must not be kept until then.
          client.execute(out::discard);
        });
  }

  private void drain() {
    if (out.drain()) {
      tookAt = ticker.getAsLong();
    }
  }

  private void look() {
    if (out.isDone()) {
      return;
    }
    Duration left = stallMax.minusNanos(ticker.getAsLong() - tookAt);
    if (left.isPositive()) {
      client.schedule(this::look, left);
      return;
    }
    LOG.atInfo().setMessage("client takes no bytes, its connection is cut").log();
    client.abort();
  }
}
