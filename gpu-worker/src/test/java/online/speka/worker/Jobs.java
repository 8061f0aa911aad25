package online.speka.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.job.TraceContext;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// Jobs as an edge makes them.
public final class Jobs {

  public static final EdgeId EDGE = new EdgeId("edge-a");
  public static final TraceContext TRACE =
      new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

  private Jobs() {}

  public static JobId newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long most = (System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(0x1000);
    long least = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new JobId(new UUID(most, least));
  }

  public static Job streaming(String model) {
    return job(model, true, EDGE, Duration.ofMinutes(2));
  }

  public static Job document(String model) {
    return job(model, false, EDGE, Duration.ofMinutes(2));
  }

  public static Job job(String model, boolean streaming, EdgeId edge, Duration patience) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return job(model, streaming, edge, new Job.Window(now, now.plus(patience)));
  }

  public static Job job(String model, boolean streaming, EdgeId edge, Job.Window window) {
    return new Job(
        newId(),
        new Job.Target(new ModelId(model), Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, streaming),
        new Job.Origin(new TenantId("acme"), new KeyId("key_1"), edge),
        window,
        new Job.Demand(12, 256, new MicroCredits(1036), List.of()),
        TRACE);
  }
}
