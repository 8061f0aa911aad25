package online.speka.worker.rendering;

import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// Jobs for tests.
public final class Jobs {

  private Jobs() {}

  public static Job chat(boolean streaming) {
    return of("meta/llama-3.3-70b-instruct", JobKind.CHAT_COMPLETIONS, streaming, "acme");
  }

  public static Job of(String model, JobKind kind, boolean streaming, String tenant) {
    Instant submitted = Instant.parse("2026-10-01T12:00:00Z");
    return new Job(
        JobId.parse("01928374-5566-7788-99aa-bbccddeeff00"),
        new Job.Target(new ModelId(model), Lane.INTERACTIVE, kind, streaming),
        new Job.Origin(new TenantId(tenant), new KeyId("key_1"), new EdgeId("edge-1")),
        new Job.Window(submitted, submitted.plusSeconds(600)),
        new Job.Demand(10, 100, MicroCredits.ZERO, List.of()),
        null);
  }
}
