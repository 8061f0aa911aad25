package online.speka.worker.running;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.job.TraceContext;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.stream.Frame;
import online.speka.contract.usage.Usage;
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
    if (isExpired()) {
      return Verdict.expired();
    }
    return switch (served.orElse(null)) {
      case null -> notServed("the model is not served by this worker");
      case Engines.Served.Failed(_, String reason) -> notServed(reason);
      case Engines.Served.Started(_, Engine engine) -> {
        Verdict early = held.attempt().number() > 1 ? continuing(engine) : null;
        yield early == null ? inSlot(engine, slots) : early;
      }
    };
  }

  /// Looks at what earlier attempts have delivered.
  ///
  /// @return the verdict if there is nothing to run, null to go on
  private @Nullable Verdict continuing(Engine engine) throws InterruptedException {
    Frame tail = null;
    while (!isExpired()) {
      try {
        tail = ports.logs().tail(job.id()).orElse(null);
        break;
      } catch (IOException e) {
        LOG.atWarn()
            .addKeyValue("jobId", job.id())
            .addKeyValue("reason", e.getMessage())
            .log("Replay log not readable: the job waits, it may have to continue");
        if (held.awaitStop(LOG_READ_PAUSE)) {
          return null; // Whoever asks for a slot next sees why.
        }
      }
    }
    if (tail == null) {
      return isExpired() ? Verdict.expired() : null;
    }
    resumeAfter = tail.sequence();
    if (tail.isLast()) {
      return new Verdict.Silence("the job was over already");
    }
    if (tail.attempt().compareTo(held.attempt()) > 0) {
      return new Verdict.Silence("a newer attempt has written");
    }
    if (tail.replayable() && engine.deterministic()) {
      return null;
    }
    return new Verdict.Finish(
        Outcome.Status.FAILED,
        Cause.CANNOT_CONTINUE,
        delivered(tail),
        "an earlier attempt broke off after frame " + tail.sequence(),
        new Verdict.Closing.Problem(Verdict.cannotContinue()));
  }

  /// What an attempt that nobody can ask any more has delivered, as far as the log tells: a
  /// stream's first frame only opens the answer, each further one is a token; a document that is
  /// not whole is worth nothing.
  private Usage delivered(Frame tail) {
    return job.target().streaming()
        ? Usage.of(job.demand().promptTokens(), tail.sequence())
        : Usage.NONE;
  }

  private Verdict inSlot(Engine engine, Slots slots) throws InterruptedException {
    Duration left = Duration.between(clock.instants().instant(), job.window().deadline());
    Slots.Turn turn = slots.acquire(held, left);
    switch (turn) {
      case EXPIRED -> {
        return Verdict.expired();
      }
      case FULL -> {
        return notServed("too many jobs wait for a slot of this model");
      }
      case STOPPED -> {
        return stopped();
      }
      case GRANTED -> {}
    }
    try {
      if (isExpired()) {
        return Verdict.expired();
      }
      if (!engine.ready()) {
        return notServed("the engine is not ready");
      }
      return held.begin() ? generate(engine) : stopped();
    } finally {
      // Before the outcome is durable: the dispatcher frees its count of the slot by the outcome,
      // so nothing new comes early, and what waits here already need not wait for Kafka.
      held.finish();
      slots.release();
    }
  }

  private Verdict generate(Engine engine) throws InterruptedException {
    queued = Duration.between(job.window().submittedAt(), clock.instants().instant());
    FrameStream stream = open(engine.deterministic());
    held.cancellation().onCancel(() -> abandonUnlessDraining(stream));
    Stopwatch timed = new Stopwatch(stream, clock.ticker());
    watch = timed;
    EngineResult result =
        run(
            engine,
            new EngineRun(
                job,
                held.attempt(),
                held.assignment().body(),
                held.cancellation(),
                span.context().map(TraceContext::traceparent).orElse("")),
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

  private EngineResult run(Engine engine, EngineRun run, Stopwatch sink)
      throws InterruptedException {
    try {
      return engine.run(run, sink);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // An engine that dies, in whatever way, must not take the job with it.
      LOG.atError().addKeyValue("jobId", job.id()).setCause(e).log("Engine threw");
      return new EngineResult.Broken(
          Cause.ENGINE_ERROR,
          ApiError.of(ErrorReason.INTERNAL, "The model failed."),
          "the engine threw " + e.getClass().getName(),
          Usage.NONE);
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

  private Verdict stopped() {
    StopReason reason = held.stopReason();
    return Verdict.beforeStart(reason == null ? StopReason.DRAINING : reason);
  }

  private boolean isExpired() {
    Instant now = clock.instants().instant();
    return !now.isBefore(job.window().deadline());
  }

  private static Verdict notServed(String reason) {
    return new Verdict.HandBack(
        Cause.ENGINE_ERROR,
        ApiError.of(ErrorReason.UNAVAILABLE, "The model is not available now.").retryAfter(2),
        reason);
  }
}
