package online.speka.infra.bench.load;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The times between the tokens of one stream, as its client reads them.
final class TokenGaps implements Runnable {

  private final LongSupplier ticker;
  private final LongConsumer gaps;
  private boolean isFirst = true;
  private long lastNanos;

  /// @param gaps gets nanoseconds
  TokenGaps(LongSupplier ticker, LongConsumer gaps) {
    this.ticker = ticker;
    this.gaps = gaps;
  }

  /// A token was read.
  @Override
  public void run() {
    long now = ticker.getAsLong();
    if (!isFirst) {
      gaps.accept(now - lastNanos);
    }
    isFirst = false;
    lastNanos = now;
  }
}
