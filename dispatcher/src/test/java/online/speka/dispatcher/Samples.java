package online.speka.dispatcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.fleet.Heartbeat.LoadedModel;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import online.speka.dispatcher.flowcontrol.Arrival;
import online.speka.dispatcher.flowcontrol.FlowLimits;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.Position;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.workers.Fleet;
import online.speka.dispatcher.workers.WorkerView;

/// Valid values for tests.
public final class Samples {

  public static final ModelId MODEL = new ModelId("acme/model-1");
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  public static final Duration PATIENCE = Duration.ofMinutes(10);
  public static final FlowLimits LIMITS =
      new FlowLimits(
          new FlowLimits.Retries(3, 10),
          new FlowLimits.Budget(0.1, 100, 100),
          new FlowLimits.QueueLimits(Duration.ofMinutes(2), 100_000),
          new FlowLimits.ReadAheadLimits(8, 4, 4096, 1 << 20),
          new FlowLimits.Sightings(4, 10),
          new FlowLimits.Waits(
              Duration.ofSeconds(10),
              Duration.ofMillis(100),
              Duration.ofMillis(200),
              Duration.ofSeconds(30),
              Duration.ofSeconds(3)),
          1000);

  private Samples() {}

  public static Moment at(Duration sinceStart) {
    return new Moment(START.plus(sinceStart), sinceStart.toNanos());
  }

  public static JobId jobId(long number) {
    long time = START.toEpochMilli() << 16;
    return new JobId(new UUID(time | 0x7000L, 0x8000000000000000L | number));
  }

  public static Job job(long number, Lane lane, Instant submittedAt, Instant deadline) {
    return new Job(
        jobId(number),
        new Job.Target(MODEL, lane, JobKind.CHAT_COMPLETIONS, true),
        new Job.Origin(new TenantId("tenant-1"), new KeyId("key-1"), new EdgeId("edge-1")),
        new Job.Window(submittedAt, deadline),
        new Job.Demand(10, 100, new MicroCredits(5), List.of()),
        null);
  }

  public static Shard shard(Lane lane) {
    return new Shard(MODEL, lane, 0);
  }

  public static Arrival arrival(long number, Lane lane) {
    return arrival(job(number, lane, START, START.plus(PATIENCE)), number);
  }

  public static Arrival arrival(Job job, long offset) {
    return new Arrival(
        job,
        "{}".getBytes(StandardCharsets.UTF_8),
        new Position(shard(job.target().lane()), offset),
        at(Duration.ZERO),
        false);
  }

  public static WorkerId worker(int number) {
    return new WorkerId("worker-" + number);
  }

  public static WorkerView view(WorkerId id, long beat, int slots, Map<JobId, Attempt> running) {
    return new WorkerView(
        id, beat, false, Map.of(MODEL, new LoadedModel(MODEL, slots, true)), running);
  }

  /// A fleet in which every worker is alive and has just been heard.
  public static Fleet fleet(WorkerView... workers) {
    Map<WorkerId, WorkerView> alive = new java.util.HashMap<>();
    for (WorkerView worker : workers) {
      alive.put(worker.id(), worker);
    }
    return new Fleet(alive, alive.keySet(), Set.of());
  }

  public static Outcome outcome(Job job, Attempt attempt) {
    return outcome(job, attempt, Outcome.Status.COMPLETED, Cause.FINISHED);
  }

  public static Outcome outcome(Job job, Attempt attempt, Outcome.Status status, Cause cause) {
    return new Outcome(job, attempt, status, cause, Usage.of(10, 5), Timings.NONE, "", START);
  }

  public static AttemptFailed failure(Job job, Attempt attempt, Cause cause) {
    ApiError error = ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.");
    return new AttemptFailed(job, attempt, cause, error, "engine said no", START);
  }
}
