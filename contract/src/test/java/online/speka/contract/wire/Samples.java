package online.speka.contract.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.job.TraceContext;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;

/// One value of each wire shape, with every optional part present.
final class Samples {

  static final JobId JOB_ID = new JobId(UUID.fromString("0196f0a0-7c00-7abc-8def-0123456789ab"));
  static final TraceContext TRACE =
      new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  static final Attempt ATTEMPT = new Attempt(7, 2);
  static final Instant AT = Instant.parse("2026-11-23T10:15:30.123Z");

  static final Job JOB =
      new Job(
          JOB_ID,
          new Job.Target(
              new ModelId("meta/llama-3.3-70b-instruct"),
              Lane.INTERACTIVE,
              JobKind.CHAT_COMPLETIONS,
              true),
          new Job.Origin(new TenantId("acme"), new KeyId("key_1"), new EdgeId("edge-a")),
          new Job.Window(AT, AT.plusSeconds(600)),
          new Job.Demand(12, 256, new MicroCredits(1036), List.of(1L, -1L)),
          TRACE);

  static final Job PART =
      new Job(
          JOB_ID,
          JOB.target(),
          JOB.origin(),
          JOB.window(),
          JOB.demand(),
          TRACE,
          new Job.Part(JobId.parse("0196f0a0-7bff-7abc-8def-0123456789ab"), 31, 32));

  static final Job RESUMABLE =
      new Job(
          JOB_ID,
          JOB.target(),
          JOB.origin(),
          JOB.window().keeping(Duration.ofHours(24)).unattended(Duration.ofSeconds(60)),
          JOB.demand(),
          TRACE);

  static final Outcome OUTCOME = outcome(JOB);

  static final Outcome OUTCOME_OF_IMAGES =
      new Outcome(
          JOB,
          ATTEMPT,
          Outcome.Status.COMPLETED,
          Cause.FINISHED,
          Usage.of(12, new Images(2, ImageSize.DEFAULT, "hd")),
          Timings.NONE,
          "",
          AT.plusSeconds(4));

  static final AttemptFailed ATTEMPT_FAILED =
      new AttemptFailed(
          JOB,
          ATTEMPT,
          Cause.UPSTREAM_ERROR,
          ApiError.of(ErrorReason.UPSTREAM_ERROR, "the engine failed").retryAfter(2),
          "HTTP 500",
          AT);

  static final Principal PRINCIPAL =
      new Principal(
          new TenantId("acme"),
          new ProjectId("prj_1"),
          new KeyId("key_1"),
          new Access(
              Set.of(new ModelId("sim/fail"), new ModelId("sim/chat")),
              Set.of(JobKind.EMBEDDINGS, JobKind.CHAT_COMPLETIONS),
              AT,
              List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32"))),
          List.of(
              new Limit(Limit.Scope.TENANT, Limit.Unit.TOKENS, 100_000, Duration.ofMinutes(1)),
              new Limit(Limit.Scope.PROJECT, Limit.Unit.REQUESTS, 60, Duration.ofMinutes(1))
                  .forModel(new ModelId("sim/chat")),
              Limit.parallel(Limit.Scope.KEY, 2)),
          List.of(
              new Fund("balance:acme", Fund.Source.PREPAID_CREDIT),
              new Fund("budget:7:2026-11", Fund.Source.PROJECT_BUDGET)),
          Principal.State.REVOKED,
          3);

  /// All that may be empty is.
  static final Principal PLAIN_PRINCIPAL =
      new Principal(
          new TenantId("acme"),
          new ProjectId("prj_1"),
          new KeyId("key_2"),
          Access.UNRESTRICTED,
          List.of(),
          List.of(),
          Principal.State.ACTIVE,
          1);

  static final Heartbeat HEARTBEAT =
      new Heartbeat(
          new WorkerId("worker-1"),
          42,
          true,
          List.of(new Heartbeat.LoadedModel(new ModelId("sim/fail"), 8, false)),
          List.of(new Heartbeat.Running(JOB_ID, ATTEMPT)));

  private Samples() {}

  static Outcome outcome(Job job) {
    return new Outcome(
        job,
        ATTEMPT,
        Outcome.Status.COMPLETED,
        Cause.FINISHED,
        new Usage(12, 4, 100, 30),
        new Timings(Duration.ofMillis(2), Duration.ofMillis(150), Duration.ofSeconds(3)),
        "",
        AT.plusSeconds(4));
  }
}
