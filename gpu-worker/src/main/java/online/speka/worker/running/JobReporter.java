package online.speka.worker.running;

import java.time.Duration;
import online.speka.contract.error.ApiError;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.worker.publishing.KeptEnds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the world how an attempt ended: first Kafka, then, once that is durable, the client.
final class JobReporter {

  private static final Logger LOG = LoggerFactory.getLogger(JobReporter.class);

  private final RunPorts ports;
  private final RunClock clock;
  private final RunMetrics metrics;

  JobReporter(RunPorts ports, RunClock clock, RunMetrics metrics) {
    this.ports = ports;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// How a job ended, for its span.
  record Ending(String status, String cause) {}

  Ending report(HeldJob held, JobRun run, Verdict verdict, long startedNanos)
      throws InterruptedException {
    return switch (verdict) {
      case Verdict.Finish finish -> {
        finish(held, run, finish, startedNanos);
        yield new Ending(finish.status().name(), finish.cause().name());
      }
      case Verdict.HandBack handBack -> {
        handBack(held, handBack);
        yield new Ending("HANDED_BACK", handBack.cause().name());
      }
      case Verdict.Silence(String why) -> {
        LOG.atInfo()
            .addKeyValue("jobId", held.job().id())
            .addKeyValue("attempt", held.attempt())
            .addKeyValue("reason", why)
            .log("Attempt ends in silence");
        metrics.silent(held.job());
        yield new Ending("SILENT", why);
      }
    };
  }

  private void finish(HeldJob held, JobRun run, Verdict.Finish finish, long startedNanos)
      throws InterruptedException {
    Timings timings = timings(run);
    keepEnd(held, run, finish.closing());
    if (!ports.outcomes().publish(outcome(held, finish, timings))) {
      metrics.lost(held.job());
      return;
    }
    Duration total = Duration.ofNanos(clock.ticker().getAsLong() - startedNanos);
    metrics.finished(
        held.job(),
        finish.status(),
        finish.cause(),
        new RunMetrics.Spent(total, timings.firstToken(), timings.generation(), finish.usage()));
    close(held, run, finish.closing());
  }

  /// If this worker dies between the outcome and the answer's end, the dispatcher tells the end.
  private void keepEnd(HeldJob held, JobRun run, Verdict.Closing closing) {
    switch (closing) {
      case Verdict.Closing.Answer(byte[] lastBytes) -> {
        if (lastBytes.length <= KeptEnds.BYTES_MAX) {
          ports.ends().keep(held.job().id(), run.framesToClose().ending(lastBytes));
        }
      }
      case Verdict.Closing.Problem(ApiError error) ->
          ports.ends().keep(held.job().id(), run.framesToClose().failing(error));
      case Verdict.Closing.Nothing() -> {}
    }
  }

  /// The outcome is durable: now the client may see the end.
  private void close(HeldJob held, JobRun run, Verdict.Closing closing)
      throws InterruptedException {
    switch (closing) {
      case Verdict.Closing.Answer(byte[] lastBytes) -> run.framesToClose().end(lastBytes);
      case Verdict.Closing.Problem(ApiError error) -> run.framesToClose().fail(error);
      case Verdict.Closing.Nothing() -> {
        return;
      }
    }
    if (!run.framesToClose().awaitAcknowledged(clock.acknowledgeMax())) {
      LOG.atWarn()
          .addKeyValue("jobId", held.job().id())
          .log("Last frame not acknowledged yet: it is kept and sent when Redis is back");
    }
  }

  private void handBack(HeldJob held, Verdict.HandBack handBack) throws InterruptedException {
    LOG.atWarn()
        .addKeyValue("jobId", held.job().id())
        .addKeyValue("model", held.job().model())
        .addKeyValue("attempt", held.attempt())
        .addKeyValue("cause", handBack.cause())
        .addKeyValue("reason", handBack.detail())
        .log("Attempt failed: the job goes back to its dispatcher");
    AttemptFailed failed =
        new AttemptFailed(
            held.job(),
            held.attempt(),
            handBack.cause(),
            handBack.error(),
            handBack.detail(),
            clock.instants().instant());
    if (ports.outcomes().publish(failed)) {
      metrics.handedBack(held.job(), handBack.cause());
    } else {
      metrics.lost(held.job());
    }
  }

  private Outcome outcome(HeldJob held, Verdict.Finish finish, Timings timings) {
    return new Outcome(
        held.job(),
        held.attempt(),
        finish.status(),
        finish.cause(),
        finish.usage(),
        timings,
        finish.detail(),
        clock.instants().instant());
  }

  private static Timings timings(JobRun run) {
    Stopwatch watch = run.watch();
    return watch == null
        ? new Timings(run.queued(), Duration.ZERO, Duration.ZERO)
        : new Timings(run.queued(), watch.firstToken(), watch.generation());
  }
}
