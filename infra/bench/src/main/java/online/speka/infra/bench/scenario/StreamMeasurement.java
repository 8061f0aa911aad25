package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.load.Timeline;
import online.speka.infra.bench.measure.AllocationMeter;
import online.speka.infra.bench.measure.ChunkCost;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.scenario.StreamPairs.Pair;
import online.speka.infra.bench.stack.BareProcess;
import online.speka.infra.bench.stack.StackException;
import org.jspecify.annotations.Nullable;

/// Drives the load of `stream` and reads all accounts twice while it goes on: what is compared are
/// two servers that did the same in the same time.
final class StreamMeasurement {

  private static final Duration READING_ROOM = Duration.ofSeconds(30);

  /// One of the two.
  ///
  /// @param role as the CPU meter knows it
  /// @param client that reads its streams
  record Server(String role, StreamClient client, Optional<AllocationMeter> allocations) {

    /// @param chunks that its client has read
    private record Account(long chunks, OptionalLong allocatedBytes) {}

    private Account account() {
      return new Account(
          client.tokens(), allocations.map(AllocationMeter::bytes).orElseGet(OptionalLong::empty));
    }
  }

  /// Both, and who counts the messages of the channel.
  record Servers(Server edge, Server bare, BareProcess bareProcess) {}

  private record Reading(
      long nanos,
      CpuMeter.Reading cpu,
      Server.Account edge,
      Server.Account bare,
      BareProcess.Counts counts) {}

  private final Server edge;
  private final Server bare;
  private final BareProcess bareProcess;
  private final CpuMeter cpu;
  private final Timeline timeline;
  private final Progress progress;
  private final LongSupplier ticker;

  StreamMeasurement(
      Servers servers, CpuMeter cpu, Timeline timeline, Progress progress, LongSupplier ticker) {
    this.edge = servers.edge();
    this.bare = servers.bare();
    this.bareProcess = servers.bareProcess();
    this.cpu = cpu;
    this.timeline = timeline;
    this.progress = progress;
    this.ticker = ticker;
  }

  StreamResult measure(StreamPlan plan) throws InterruptedException {
    // The first reading of an account costs more than any other.
    read();
    OpenLoop<Pair> loop =
        new OpenLoop<>(
            timeline,
            plan.arrivals(),
            plan.bounds(),
            new StreamPairs(edge.client(), bare.client(), plan.shape()));
    CompletableFuture<OpenLoop.Slice<Pair>> slice = loop.run();
    long begunNanos = ticker.getAsLong();
    show("warm-up", loop);
    awaitMoment(begunNanos + plan.warmUp().toNanos());
    Reading before = read();
    show("measuring", loop);
    awaitMoment(begunNanos + plan.length().toNanos());
    int inFlight = loop.inFlight();
    Reading after = read();
    show("the last streams", loop);
    return result(before, after, inFlight, await(slice, plan.lengthMax()));
  }

  private void show(String what, OpenLoop<Pair> loop) {
    progress.show(
        () ->
            "%s: %d streams in flight, %d chunks"
                .formatted(what, loop.inFlight(), edge.client().tokens()));
  }

  private Reading read() throws InterruptedException {
    return new Reading(
        ticker.getAsLong(), cpu.read(), edge.account(), bare.account(), bareProcess.counts());
  }

  private void awaitMoment(long nanos) throws InterruptedException {
    CompletableFuture<Void> moment = new CompletableFuture<>();
    timeline.at(nanos, () -> moment.complete(null));
    await(moment, Duration.ofNanos(nanos - ticker.getAsLong()).plus(READING_ROOM));
  }

  private static <T> T await(CompletableFuture<T> future, Duration most)
      throws InterruptedException {
    try {
      return future.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the load generator stands still", e);
    }
  }

  private StreamResult result(
      Reading before, Reading after, int inFlight, OpenLoop.Slice<Pair> slice) {
    if (slice.overrun()) {
      throw new StackException(
          "Streams end too late: the platform or this machine cannot carry this load."
              + " Ask for less: --streams, --inter-token-ms.");
    }
    Tally edgeTally = new Tally();
    Tally bareTally = new Tally();
    for (Pair pair : slice.results()) {
      edgeTally.record(pair.edge(), true);
      pair.bare().ifPresent(it -> bareTally.record(it, true));
    }
    edgeTally.unfinished(slice.unfinished());
    Map<String, Long> cpuNanos = CpuMeter.usedNanos(before.cpu(), after.cpu());
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    return new StreamResult(
        cost(cpuNanos.get(edge.role()), before.edge(), after.edge(), seconds),
        cost(cpuNanos.get(bare.role()), before.bare(), after.bare(), seconds),
        edgeTally,
        bareTally,
        after.counts().since(before.counts()),
        inFlight,
        cpuNanos,
        CpuMeter.usedNanosByThread(before.cpu(), after.cpu()));
  }

  private static ChunkCost cost(
      @Nullable Long cpuNanos, Server.Account before, Server.Account after, double seconds) {
    boolean known = before.allocatedBytes().isPresent() && after.allocatedBytes().isPresent();
    return new ChunkCost(
        after.chunks() - before.chunks(),
        seconds,
        cpuNanos == null ? Double.NaN : cpuNanos,
        known
            ? after.allocatedBytes().getAsLong() - before.allocatedBytes().getAsLong()
            : Double.NaN);
  }
}
