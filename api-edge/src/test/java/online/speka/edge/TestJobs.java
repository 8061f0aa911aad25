package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.usage.MicroCredits;

/** Jobs and frames for tests without services. */
public final class TestJobs {
  public static final Duration WAIT = Duration.ofSeconds(60);

  private TestJobs() {}

  public static JobId newId() {
    return new JobId(UuidCreator.getTimeOrderedEpochFast());
  }

  public static Job job(boolean streaming) {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    return new Job(
        newId(),
        new Job.Target(
            new ModelId("meta/llama"), Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, streaming),
        new Job.Origin(new TenantId("acme"), new KeyId("key-1"), new EdgeId("edge-1")),
        new Job.Window(now, now.plus(WAIT)),
        new Job.Demand(1, 1, MicroCredits.ZERO, List.of()),
        null);
  }

  public static Frame chunk(JobId job, Attempt attempt, int sequence, String bytes) {
    return new Frame(job, attempt, sequence, false, null, new Content.Chunk(bytes.getBytes(UTF_8)));
  }

  public static Frame end(JobId job, Attempt attempt, int sequence, String bytes) {
    return new Frame(job, attempt, sequence, false, null, new Content.End(bytes.getBytes(UTF_8)));
  }

  public static Frame replayable(Frame frame) {
    return new Frame(
        frame.job(), frame.attempt(), frame.sequence(), true, frame.trace(), frame.content());
  }
}
