package online.speka.dispatcher.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import online.speka.contract.fleet.WorkerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all heartbeats again and again and tells the listeners. Owns [Liveness]; [#runOnce()] is
/// called by one thread.
public final class FleetWatch {

  private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);

  private final HeartbeatSource source;
  private final Liveness liveness;
  private final LongSupplier ticker;
  private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Waiting> rounds = new CopyOnWriteArrayList<>();
  private final AtomicReference<State> state = new AtomicReference<>(new State(Fleet.NONE, false));

  FleetWatch(HeartbeatSource source, Liveness liveness, LongSupplier ticker) {
    this.source = source;
    this.liveness = liveness;
    this.ticker = ticker;
  }

  public void listen(FleetListener listener) {
    listeners.add(listener);
  }

  /// The fleet at the last reading that succeeded.
  public Fleet latest() {
    return state.get().fleet();
  }

  /// Whether the last reading succeeded.
  public boolean isReadable() {
    return state.get().readable();
  }

  /// Completes when every worker has spoken since now, and every listener has heard it.
  ///
  /// @param waitMax longest time over readings that succeed
  public CompletableFuture<Void> round(Duration waitMax) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    rounds.add(new Waiting(new HeartbeatRound(), waitMax.toNanos(), over));
    return over;
  }

  /// One reading.
  public void runOnce() {
    Liveness.Reading reading;
    try {
      reading = liveness.read(source.read(), ticker.getAsLong());
    } catch (HeartbeatSource.UnreadableException e) {
      liveness.readFailed();
      State before = state.getAndUpdate(now -> new State(now.fleet(), false));
      if (before.readable()) {
        LOG.atWarn()
            .setCause(e)
            .log("heartbeats cannot be read; no worker is judged until they can");
      }
      listeners.forEach(FleetListener::unknown);
      return;
    }
    if (!state.getAndSet(new State(reading.fleet(), true)).readable()) {
      LOG.atInfo()
          .addKeyValue("workers", reading.fleet().alive().size())
          .addKeyValue("unproven", reading.fleet().unproven().size())
          .log("heartbeats are read");
    }
    listeners.forEach(listener -> listener.seen(reading.fleet()));
    reading.died().forEach(this::bury);
    finishRounds(reading.fleet());
  }

  private void bury(WorkerId worker) {
    LOG.atWarn()
        .addKeyValue("worker", worker)
        .log("worker is silent; its jobs go to other workers");
    source.forget(worker);
  }

  private void finishRounds(Fleet fleet) {
    long now = ticker.getAsLong();
    List<Waiting> over = new ArrayList<>();
    for (Waiting waiting : rounds) {
      if (waiting.isOver(fleet, now)) {
        over.add(waiting);
      }
    }
    rounds.removeAll(over);
    over.forEach(waiting -> waiting.over.complete(null));
  }

  private record State(Fleet fleet, boolean readable) {}

  /// Somebody who waits for a round. The wait is measured from the first reading it sees.
  private static final class Waiting {
    private final HeartbeatRound round;
    private final long waitNanosMax;
    private final CompletableFuture<Void> over;
    private long firstSeenNanos;
    private boolean seen;

    Waiting(HeartbeatRound round, long waitNanosMax, CompletableFuture<Void> over) {
      this.round = round;
      this.waitNanosMax = waitNanosMax;
      this.over = over;
    }

    boolean isOver(Fleet fleet, long now) {
      if (!seen) {
        seen = true;
        firstSeenNanos = now;
      }
      return round.isOver(fleet) || now - firstSeenNanos > waitNanosMax;
    }
  }
}
