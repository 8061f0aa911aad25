package online.speka.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
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

/** Facts about jobs, as the platform would write them. */
public final class Facts {

  public static final ModelId CHAT = new ModelId("meta/llama-3.3-70b-instruct");
  public static final TenantId LOCAL = new TenantId("local");
  public static final Instant ACCEPTED = Instant.parse("2026-02-28T23:59:59.999999Z");
  public static final Attempt FIRST = new Attempt(1, 1);
  public static final Attempt SECOND = new Attempt(1, 2);

  private Facts() {}

  public static JobId jobId(RandomGenerator random) {
    long time = ACCEPTED.toEpochMilli() + random.nextLong(1_000_000);
    return new JobId(
        new UUID(
            (time << 16) | 0x7000 | random.nextLong(0x1000),
            0x8000_0000_0000_0000L | (random.nextLong() >>> 2)));
  }

  public static Job job(JobId id) {
    return job(id, CHAT, LOCAL, ACCEPTED);
  }

  public static Job job(JobId id, ModelId model, TenantId tenant, Instant submittedAt) {
    return new Job(
        id,
        new Job.Target(model, Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, true),
        new Job.Origin(tenant, new KeyId("key_1"), new EdgeId("edge-1")),
        new Job.Window(submittedAt, submittedAt.plusSeconds(600)),
        new Job.Demand(10, 100, new MicroCredits(1000), List.of()),
        null);
  }

  /** One part of a request, as a job of its own. */
  public static Job part(JobId id, JobId request, int index, int count) {
    return part(job(id), request, index, count);
  }

  public static Job part(Job job, JobId request, int index, int count) {
    return new Job(
        job.id(),
        job.target(),
        job.origin(),
        job.window(),
        job.demand(),
        null,
        new Job.Part(request, index, count));
  }

  public static Outcome completed(JobId id, Usage usage) {
    return outcome(job(id), FIRST, Outcome.Status.COMPLETED, Cause.FINISHED, usage);
  }

  public static Outcome completed(Job job, Attempt attempt, Usage usage) {
    return outcome(job, attempt, Outcome.Status.COMPLETED, Cause.FINISHED, usage);
  }

  public static Outcome outcome(
      Job job, Attempt attempt, Outcome.Status status, Cause cause, Usage usage) {
    return new Outcome(
        job,
        attempt,
        status,
        cause,
        usage,
        new Timings(Duration.ofMillis(2), Duration.ofMillis(180), Duration.ofMillis(1500)),
        "worker-1",
        job.window().submittedAt().plusMillis(1682));
  }

  public static AttemptFailed attemptFailed(JobId id, Attempt attempt) {
    return new AttemptFailed(
        job(id),
        attempt,
        Cause.WORKER_LOST,
        ApiError.of(ErrorReason.UPSTREAM_ERROR, "The model's worker was lost."),
        "worker-1 missed 4 beats",
        ACCEPTED.plusMillis(900));
  }
}
