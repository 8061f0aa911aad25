package online.speka.infra.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Starts something at each due time, whatever became of what was started before, then waits for
/// the rest to end. What is late is not skipped and not postponed: its latency counts from when it
/// was due, so a server that stalls cannot hide it (coordinated omission).
///
/// @param <R> what one start ends with
public final class OpenLoop<R> {

  /// Starts one; the result may come on this timeline only.
  public interface Start<R> {
    void begin(long dueNanos, Consumer<R> end);
  }

  /// @param inFlightMax reaching it ends the slice: more would measure nothing but the queue
  /// @param drainMax how long to wait for the last ones
  public record Bounds(int inFlightMax, Duration drainMax) {}

  /// @param begunNanos when the first could have been due
  /// @param started how many were begun
  /// @param unfinished how many had not ended when the wait was over
  /// @param overrun whether it was ended early because too many were in flight
  public record Slice<R>(
      long begunNanos, int started, int unfinished, boolean overrun, List<R> results) {}

  private final Timeline timeline;
  private final Arrivals arrivals;
  private final Bounds bounds;
  private final Start<R> start;
  private final List<R> results = new ArrayList<>();
  private final CompletableFuture<Slice<R>> slice = new CompletableFuture<>();

  private int planned;
  private long begunNanos;
  private int started;
  private boolean stopped;
  private boolean overrun;
  private volatile int inFlight;

  public OpenLoop(Timeline timeline, Arrivals arrivals, Bounds bounds, Start<R> start) {
    this.timeline = timeline;
    this.arrivals = arrivals;
    this.bounds = bounds;
    this.start = start;
    this.planned = arrivals.count();
  }

  /// Begins; call it once, from any thread.
  public CompletableFuture<Slice<R>> run() {
    timeline.soon(
        () -> {
          begunNanos = timeline.nanos();
          next();
        });
    return slice;
  }

  /// Starts no more, whatever was planned; call it from any thread.
  public void stop() {
    timeline.soon(
        () -> {
          planned = started;
          next();
        });
  }

  /// For whoever watches.
  public int inFlight() {
    return inFlight;
  }

  private void next() {
    while (started < planned && !stopped) {
      long dueNanos = begunNanos + arrivals.offsetNanos(started);
      if (dueNanos - timeline.nanos() > 0) {
        timeline.at(dueNanos, this::next);
        return;
      }
      if (inFlight >= bounds.inFlightMax()) {
        overrun = true;
        break;
      }
      started++;
      setInFlight(inFlight + 1);
      start.begin(dueNanos, this::ended);
    }
    stopped = true;
    timeline.at(timeline.nanos() + bounds.drainMax().toNanos(), this::finish);
    finishWhenDrained();
  }

  private void ended(R result) {
    if (slice.isDone()) {
      return;
    }
    setInFlight(inFlight - 1);
    results.add(result);
    finishWhenDrained();
  }

  private void finishWhenDrained() {
    if (stopped && inFlight == 0) {
      finish();
    }
  }

  private void finish() {
    // Only this thread completes it, so results no longer change once it is done.
    if (!slice.isDone()) {
      slice.complete(new Slice<>(begunNanos, started, inFlight, overrun, List.copyOf(results)));
    }
  }

  /// Written on one thread, read by any.
  private void setInFlight(int value) {
    inFlight = value;
  }
}
