package online.speka.worker.running;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import online.speka.contract.job.Job;
import online.speka.contract.job.TraceContext;
import online.speka.contract.stream.Frame;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.Engines;
import online.speka.worker.publishing.FrameStream;
import online.speka.worker.publishing.StreamOpening;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt from the moment it is held to its [Verdict]. Confined to the job's thread.
final class JobRun {

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final Duration LOG_READ_PAUSE = Duration.ofMillis(200);

  private final HeldJob held;
  private final Job job;
  private final RunPorts ports;
  private final RunClock clock;
  private final JobTracing.JobSpan span;
  private int resumeAfter = StreamOpening.NOTHING_SENT;
  private Duration queued = Duration.ZERO;
  private @Nullable Stopwatch watch;
  private @Nullable FrameStream frames;

  JobRun(HeldJob held, RunPorts ports, RunClock clock, JobTracing.JobSpan span) {
    this.held = held;
    this.job = held.job();
    this.ports = ports;
    this.clock = clock;
    this.span = span;
  }

  /// What has been written so far; null if nothing was.
  @Nullable FrameStream frames() {
    return frames;
  }

  /// Where the job's last frame goes, whether or not there were others.
  FrameStream framesToClose() {
    return frames == null ? open(false) : frames;
  }

  private FrameStream open(boolean replayable) {
    FrameStream stream =
        ports
            .frames()
            .open(
                new StreamOpening(
                    job,
                    held.attempt(),
                    replayable,
                    resumeAfter,
                    span.context().orElse(null),
                    () -> held.stop(StopReason.SUPERSEDED)));
    frames = stream;
    return stream;
  }

  Duration queued() {
    return queued;
  }

  @Nullable Stopwatch watch() {
    return watch;
  }

  Verdict toVerdict(Optional<Engines.Served> served, Slots slots) throws InterruptedException {
    boolean deterministic =
        served.orElse(null) instanceof Engines.Served.Started(_, Engine engine)
            && engine.deterministic();
    Continuation continuation =
        Continuation.of(held, readTail().orElse(null), deterministic, isExpired());
    resumeAfter = continuation.after();
    return switch (continuation) {
      case Continuation.Over(_, Verdict verdict) -> verdict;
      case Continuation.Run _ ->
          switch (served.orElse(null)) {
            case null -> Verdict.notServed("the model is not served by this worker");
            case Engines.Served.Failed(_, String reason) -> Verdict.notServed(reason);
            case Engines.Served.Started(_, Engine engine) -> inSlot(engine, slots);
          };
    };
  }

  /// The last frame that earlier attempts have brought to the log. While the log cannot be read the
  /// job waits: an answer that begins twice is worse than one that begins late.
  private Optional<Frame> readTail() throws InterruptedException {
    if (held.attempt().number() == 1) {
      return Optional.empty();
    }
    while (true) {
      try {
        return ports.logs().tail(job.id());
      } catch (IOException e) {
        LOG.atWarn()
            .addKeyValue("jobId", job.id())
            .addKeyValue("reason", e.getMessage())
            .log("Replay log not readable: the job waits, it may have to continue");
      }
      if (isExpired() || held.awaitStop(LOG_READ_PAUSE)) {
        return Optional.empty(); // Ends soon: expired, or told to stop.
      }
    }
  }

  private Verdict inSlot(Engine engine, Slots slots) throws InterruptedException {
    Duration left = Duration.between(clock.instants().instant(), job.window().deadline());
    Slots.Turn turn = slots.acquire(held, left);
    if (turn != Slots.Turn.GRANTED) {
      return withoutSlot(turn);
    }
    try {
      if (isExpired()) {
        return Verdict.expired();
      }
      if (!engine.ready()) {
        return Verdict.notServed("the engine is not ready");
      }
      return held.begin() ? generate(engine) : Verdict.beforeStart(held.stopReason());
    } finally {
      // Before the outcome is durable: the dispatcher frees its count of the slot by the outcome,
      // so nothing new comes early, and what waits here already need not wait for Kafka.
      held.finish();
      slots.release();
    }
  }

  private Verdict withoutSlot(Slots.Turn turn) {
    return switch (turn) {
      case EXPIRED -> Verdict.expired();
      case FULL -> Verdict.notServed("too many jobs wait for a slot of this model");
      case STOPPED -> Verdict.beforeStart(held.stopReason());
      case GRANTED -> throw new IllegalStateException("has a slot");
    };
  }

  private Verdict generate(Engine engine) throws InterruptedException {
    queued = Duration.between(job.window().submittedAt(), clock.instants().instant());
    FrameStream stream = open(engine.deterministic());
    held.cancellation().onCancel(() -> abandonUnlessDraining(stream));
    Stopwatch timed = new Stopwatch(stream, clock.ticker());
    watch = timed;
    EngineResult result =
        EngineGuard.run(
            engine,
            new EngineRun(
                job,
                held.attempt(),
                held.assignment().body(),
                held.cancellation(),
                span.context().map(TraceContext::traceparent).orElse(""),
                resumeAfter + 1),
            timed);
    if (result instanceof EngineResult.Completed) {
      timed.mark();
    }
    awaitFence(stream);
    return Verdict.of(
        result,
        new Verdict.Standing(
            held.stopReason(),
            stream.delivered(),
            // A completed answer has one frame more than were written: its end.
            stream.caughtUp(),
            engine.deterministic()));
  }

  private void abandonUnlessDraining(FrameStream stream) {
    if (held.stopReason() != StopReason.DRAINING) {
      stream.abandon();
    }
  }

  /// Waits until Redis has taken every frame. Only then is it known that no newer attempt has
  /// written, so that a worker that was thought dead says nothing about the job's outcome.
  private void awaitFence(FrameStream stream) throws InterruptedException {
    Duration left = Duration.between(clock.instants().instant(), job.window().deadline());
    Duration atLeast = clock.acknowledgeMax();
    if (!stream.awaitAcknowledged(left.compareTo(atLeast) < 0 ? atLeast : left)) {
      LOG.atWarn()
          .addKeyValue("jobId", job.id())
          .log("Frames not acknowledged in time: the outcome is reported all the same");
    }
  }

  private boolean isExpired() {
    Instant now = clock.instants().instant();
    return !now.isBefore(job.window().deadline());
  }
}
