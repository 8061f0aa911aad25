package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import online.speka.infra.bench.floor.Floor;
import online.speka.infra.bench.floor.FloorPass;
import online.speka.infra.bench.floor.FloorTally;
import online.speka.infra.bench.load.Arrivals;
import online.speka.infra.bench.load.Exchange;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.load.Timeline;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.script.StreamScript;
import online.speka.infra.bench.script.StreamScript.Shape;

/// Runs short stretches of load, one at a time, and waits for each to drain, so that what is
/// measured in one does not disturb the next.
final class Slices {

  private static final Duration DRAIN_MAX = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What a slice offers.
  ///
  /// @param label for people
  /// @param leadIn at its begin, not timed: until as many are in flight as there will be
  /// @param inFlightMax reaching it ends the slice
  record Offer(
      String label,
      double ratePerSecond,
      Shape shape,
      Duration length,
      Duration leadIn,
      int inFlightMax) {}

  /// @param overrun whether it ended early because too many were in flight
  record Outcome(Tally tally, boolean overrun) {}

  private final Timeline timeline;
  private final Progress progress;
  private long nextMark = 1;
  private long nextSeed = 1;

  Slices(Timeline timeline, Progress progress) {
    this.timeline = timeline;
    this.progress = progress;
  }

  Outcome streams(StreamClient client, Offer offer) throws InterruptedException {
    // Marks are handed out on the event loop, one slice at a time.
    OpenLoop<Exchange> loop =
        loop(
            offer,
            (due, end) -> client.send(new StreamScript(nextMark++, offer.shape()), due, end));
    OpenLoop.Slice<Exchange> slice = await(loop, offer);
    Tally tally = new Tally();
    long timedFromNanos = slice.begunNanos() + offer.leadIn().toNanos();
    slice.results().forEach(it -> tally.record(it, it.dueNanos() - timedFromNanos >= 0));
    if (!slice.overrun()) {
      tally.unfinished(slice.unfinished());
    }
    return new Outcome(tally, slice.overrun());
  }

  FloorTally floor(Floor floor, Offer offer) throws InterruptedException {
    OpenLoop.Slice<FloorPass> slice = await(loop(offer, floor), offer);
    FloorTally tally = new FloorTally();
    slice.results().forEach(tally::record);
    tally.unfinished(slice.unfinished());
    return tally;
  }

  private <R> OpenLoop<R> loop(Offer offer, OpenLoop.Start<R> start) {
    Arrivals arrivals = new Arrivals(offer.ratePerSecond(), offer.length(), nextSeed++);
    return new OpenLoop<>(
        timeline, arrivals, new OpenLoop.Bounds(offer.inFlightMax(), DRAIN_MAX), start);
  }

  private <R> OpenLoop.Slice<R> await(OpenLoop<R> loop, Offer offer) throws InterruptedException {
    progress.show(() -> offer.label() + ": " + loop.inFlight() + " in flight");
    CompletableFuture<OpenLoop.Slice<R>> slice = loop.run();
    try {
      return slice.get(
          offer.length().plus(DRAIN_MAX).plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the load generator stands still", e);
    }
  }
}
