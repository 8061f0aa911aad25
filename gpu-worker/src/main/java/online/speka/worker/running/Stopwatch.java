package online.speka.worker.running;

import java.time.Duration;
import java.util.function.LongSupplier;
import online.speka.worker.engine.AnswerSink;

/// Times one run: when it began, its first frame, its last. Sits before the frames so that a
/// continued attempt is timed by what it produces, sent or not.
final class Stopwatch implements AnswerSink {

  private final AnswerSink next;
  private final LongSupplier ticker;
  private final long startedNanos;
  private long firstNanos;
  private long lastNanos;
  private boolean any;

  Stopwatch(AnswerSink next, LongSupplier ticker) {
    this.next = next;
    this.ticker = ticker;
    this.startedNanos = ticker.getAsLong();
  }

  @Override
  public void chunk(byte[] bytes) throws InterruptedException {
    mark();
    next.chunk(bytes);
  }

  /// A frame is produced now.
  void mark() {
    lastNanos = ticker.getAsLong();
    if (!any) {
      any = true;
      firstNanos = lastNanos;
    }
  }

  Duration firstToken() {
    return any ? Duration.ofNanos(firstNanos - startedNanos) : Duration.ZERO;
  }

  Duration generation() {
    return any ? Duration.ofNanos(lastNanos - firstNanos) : Duration.ZERO;
  }
}
