package online.speka.worker.lifecycle;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import online.speka.worker.engine.Engines;
import online.speka.worker.running.HeldJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says twice a second what this worker serves and which jobs it holds.
final class Heartbeats {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  private final WorkerId worker;
  private final Engines engines;
  private final HeldJobs heldJobs;
  private final HeartbeatSink sink;
  private final ScheduledExecutorService timer;
  private long beat;
  private boolean draining;
  private boolean left;

  Heartbeats(
      WorkerId worker,
      Engines engines,
      HeldJobs heldJobs,
      HeartbeatSink sink,
      ScheduledExecutorService timer) {
    this.worker = worker;
    this.engines = engines;
    this.heldJobs = heldJobs;
    this.sink = sink;
    this.timer = timer;
  }

  void start() {
    long every = Heartbeat.INTERVAL.toMillis();
    var _ = timer.scheduleAtFixedRate(this::beatSafely, 0, every, TimeUnit.MILLISECONDS);
  }

  /// Says at once that no more work is wanted.
  void drain() {
    synchronized (this) {
      draining = true;
    }
    beatSafely();
  }

  synchronized boolean isDraining() {
    return draining;
  }

  /// Takes the worker off the list.
  void leave() {
    synchronized (this) {
      left = true;
    }
    sink.remove();
  }

  private void beatSafely() {
    try {
      beat();
    } catch (RuntimeException e) { // A thrown exception would stop the timer, and so the worker.
      LOG.atError().setCause(e).log("Heartbeat not sent");
    }
  }

  private synchronized void beat() {
    if (left) {
      return;
    }
    List<Heartbeat.LoadedModel> models =
        engines.served().stream()
            .map(
                served ->
                    new Heartbeat.LoadedModel(
                        served.spec().id(), served.spec().capacity().slots(), served.ready()))
            .toList();
    sink.send(new Heartbeat(worker, ++beat, draining, models, heldJobs.keys()));
  }
}
