package online.speka.worker.running;

import java.util.Optional;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Assignment;
import online.speka.worker.engine.Engines;
import online.speka.worker.publishing.FrameStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes assignments and brings each to its end, on a virtual thread of its own.
public final class JobRunner {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final Engines engines;
  private final ModelSlots slots;
  private final HeldJobs heldJobs;
  private final RunPorts ports;
  private final RunClock clock;
  private final RunWatch watch;

  JobRunner(
      Engines engines,
      ModelSlots slots,
      HeldJobs heldJobs,
      RunPorts ports,
      RunClock clock,
      RunWatch watch) {
    this.engines = engines;
    this.slots = slots;
    this.heldJobs = heldJobs;
    this.ports = ports;
    this.clock = clock;
    this.watch = watch;
  }

  /// Takes an assignment; returns at once.
  ///
  /// @return false if it had been taken before
  public boolean accept(Assignment assignment) {
    Optional<HeldJob> held = heldJobs.hold(assignment);
    held.ifPresent(
        job -> {
          watch.metrics().accepted(job.job());
          Thread thread =
              Thread.ofVirtual().name("job-" + job.job().id()).unstarted(() -> run(job));
          job.runBy(thread);
          thread.start();
        });
    return held.isPresent();
  }

  private void run(HeldJob held) {
    long startedNanos = clock.ticker().getAsLong();
    ModelId model = held.job().model();
    JobTracing.JobSpan span = watch.tracing().start(held.job());
    JobRun run = new JobRun(held, ports, clock, span);
    JobReporter.Ending ending = new JobReporter.Ending("LOST", "");
    try {
      Verdict verdict = run.toVerdict(engines.find(model), slots.of(model));
      ending =
          new JobReporter(ports, clock, watch.metrics()).report(held, run, verdict, startedNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      watch.metrics().lost(held.job());
      LOG.atWarn()
          .addKeyValue("jobId", held.job().id())
          .log("Job broken off without a word: its dispatcher will miss this worker");
    } catch (RuntimeException e) { // A mistake of ours; the worker's other jobs go on.
      watch.metrics().lost(held.job());
      LOG.atError().addKeyValue("jobId", held.job().id()).setCause(e).log("Job run failed");
    } finally {
      FrameStream frames = run.frames();
      if (frames != null) {
        frames.close();
      }
      span.end(ending.status(), ending.cause());
      heldJobs.release(held);
    }
  }
}
