package online.speka.dispatcher.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import online.speka.contract.catalog.ModelId;
import online.speka.dispatcher.flowcontrol.Legacy;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.flowcontrol.PastFacts;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.workers.FleetWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what became of the jobs of models that another dispatcher owned: what the outcomes
/// topic says of them, and what workers say they run. Then the model's owner finishes, adopts or
/// requeues each.
///
/// Its own thread, because it reads for a while; models that wait at the same time share one
/// replay. Facts written while it reads reach the model's owner directly, so nothing is missed.
final class Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  private final OutcomesReplay replay;
  private final FleetWatch fleet;
  private final IntakeProperties.Takeover settings;
  private final int factsMax;
  private final IntakeMetrics metrics;
  private final LongSupplier ticker;
  private final BlockingQueue<List<Request>> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Takeover(
      OutcomesReplay replay,
      FleetWatch fleet,
      IntakeProperties.Takeover settings,
      int factsMax,
      IntakeMetrics metrics,
      LongSupplier ticker) {
    this.ticker = ticker;
    this.replay = replay;
    this.fleet = fleet;
    this.settings = settings;
    this.factsMax = factsMax;
    this.metrics = metrics;
    this.thread = Thread.ofVirtual().name("speka-takeover").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void close() {
    closing.countDown();
    requests.add(List.of());
  }

  /// Settles these shards of the model, some time soon. The queue holds at most one request per
  /// model and assignment.
  ///
  /// @param since a time before which no unfinished job was given to a worker
  void begin(OwnedModel model, Map<Shard, Long> ends, Instant since) {
    Request request =
        new Request(
            model,
            Map.copyOf(ends),
            since,
            fleet.round(settings.heartbeatRoundMax()),
            ticker.getAsLong());
    requests.add(List.of(request));
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        List<List<Request>> waiting = new ArrayList<>();
        waiting.add(requests.take());
        requests.drainTo(waiting);
        settle(waiting.stream().flatMap(List::stream).toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(List<Request> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    Map<ModelId, PastFacts> facts = new HashMap<>();
    Instant since = Instant.MAX;
    for (Request request : batch) {
      facts.put(request.model.model(), new PastFacts(factsMax));
      since = request.since.isBefore(since) ? request.since : since;
    }
    while (!replay(since.minus(settings.replayMargin()), facts)) {
      if (closing.await(settings.retryDelay().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
    for (Request request : batch) {
      awaitHeartbeats(request);
      finish(request, facts.getOrDefault(request.model.model(), new PastFacts(0)));
    }
  }

  private void finish(Request request, PastFacts past) {
    try {
      request.model.on(new OwnerEvent.Inherited(new Legacy(request.ends, past)));
    } catch (IllegalStateException e) {
      // One model's broken state must not hold up the others.
      LOG.atError()
          .setCause(e)
          .addKeyValue("model", request.model.model())
          .log("takeover failed; the model's inherited jobs wait for its next owner");
      return;
    }
    long took = ticker.getAsLong() - request.begunNanos;
    metrics.takenOver(took);
    LOG.atInfo()
        .addKeyValue("model", request.model.model())
        .addKeyValue("jobsWithFacts", past.size())
        .addKeyValue("factsDropped", past.dropped())
        .addKeyValue("tookMillis", TimeUnit.NANOSECONDS.toMillis(took))
        .log("model taken over");
  }

  private boolean replay(Instant from, Map<ModelId, PastFacts> facts) {
    try {
      replay.replay(from, facts);
      return true;
    } catch (OutcomesReplay.ReplayException e) {
      LOG.atWarn().setCause(e).log("outcomes cannot be replayed; inherited jobs wait");
      return false;
    }
  }

  private static void awaitHeartbeats(Request request) throws InterruptedException {
    try {
      request.heartbeats.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a round of heartbeats only ever ends", e);
    }
  }

  private record Request(
      OwnedModel model,
      Map<Shard, Long> ends,
      Instant since,
      CompletableFuture<Void> heartbeats,
      long begunNanos) {}
}
