package online.speka.worker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;

/// Models and runs for tests that drive an engine directly.
public final class EngineRuns {

  private static final Instant SUBMITTED = Instant.parse("2026-01-02T03:04:05Z");

  private static final AtomicLong NUMBER = new AtomicLong();

  private EngineRuns() {}

  public static ModelSpec model(
      String id, ModelKind kind, ModelSpec.Capacity capacity, EngineSpec engine) {
    return new ModelSpec(
        new ModelId(id),
        kind,
        "speka",
        SUBMITTED,
        capacity,
        new ModelSpec.Partitions(1, 1),
        Prices.FREE,
        engine);
  }

  /** What is asked of such a model in the first place. */
  public static JobKind jobKind(ModelSpec model) {
    return switch (model.kind()) {
      case CHAT -> JobKind.CHAT_COMPLETIONS;
      case EMBEDDINGS -> JobKind.EMBEDDINGS;
      case IMAGES -> JobKind.IMAGE_GENERATIONS;
    };
  }

  public static EngineRun run(ModelSpec model, boolean streaming, String body) {
    return run(model, "tenant-a", streaming, body, new Cancellation());
  }

  public static EngineRun run(
      ModelSpec model, String tenant, boolean streaming, String body, Cancellation cancellation) {
    Job job =
        new Job(
            new JobId(timeOrdered(NUMBER.incrementAndGet())),
            new Job.Target(model.id(), Lane.INTERACTIVE, jobKind(model), streaming),
            new Job.Origin(new TenantId(tenant), new KeyId("key"), new EdgeId("edge")),
            new Job.Window(SUBMITTED, SUBMITTED.plusSeconds(600)),
            new Job.Demand(10, 10, MicroCredits.ZERO, List.of()),
            null);
    return new EngineRun(job, new Attempt(1, 1), body.getBytes(UTF_8), cancellation, "");
  }

  /** The same job at another endpoint. */
  public static EngineRun at(JobKind kind, EngineRun run) {
    Job job = run.job();
    return new EngineRun(
        new Job(
            job.id(),
            new Job.Target(job.model(), Lane.INTERACTIVE, kind, job.target().streaming()),
            job.origin(),
            job.window(),
            job.demand(),
            job.trace()),
        run.attempt(),
        run.body(),
        run.cancellation(),
        run.traceparent());
  }

  private static UUID timeOrdered(long number) {
    return new UUID(SUBMITTED.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE | number);
  }
}
