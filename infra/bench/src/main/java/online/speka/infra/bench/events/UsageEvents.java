package online.speka.infra.bench.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;

/// Outcomes by number: the same number is the same outcome, byte for byte.
///
/// @param begin when the first of them was accepted; a thousand follow each second
public record UsageEvents(ModelId model, TenantId tenant, KeyId key, Instant begin, long seed) {

  private static final int PROMPT_MAX = 4000;
  private static final int COMPLETION_MAX = 1000;
  private static final long TIME_SHIFT = 16;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_BITS = 0x0FFF_FFFF_FFFF_FFFFL;
  private static final Timings TIMINGS =
      new Timings(Duration.ofMillis(2), Duration.ofMillis(150), Duration.ofSeconds(2));

  Outcome outcome(int number) {
    Instant accepted = begin.plusMillis(number);
    Job job =
        new Job(
            jobId(number, accepted),
            new Job.Target(model, Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, true),
            new Job.Origin(tenant, key, new EdgeId("bench")),
            new Job.Window(accepted, accepted.plusSeconds(600)),
            new Job.Demand(PROMPT_MAX, COMPLETION_MAX, MicroCredits.ZERO, List.of()),
            null);
    return new Outcome(
        job,
        new Attempt(1, 1),
        Outcome.Status.COMPLETED,
        Cause.FINISHED,
        usage(number),
        TIMINGS,
        "",
        accepted.plusSeconds(3));
  }

  private JobId jobId(int number, Instant accepted) {
    return new JobId(
        new UUID(
            (accepted.toEpochMilli() << TIME_SHIFT) | VERSION_7,
            VARIANT | (mixed(number) & RANDOM_BITS)));
  }

  private Usage usage(int number) {
    long dice = mixed(~number);
    return Usage.of(
        1 + Math.floorMod(dice, PROMPT_MAX), 1 + Math.floorMod(dice >>> 32, COMPLETION_MAX));
  }

  /// What all of them cost.
  long amount(int count, Prices prices) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum = Math.addExact(sum, prices.charge(usage(i)).value());
    }
    return sum;
  }

  /// SplitMix64: another number in another place.
  private long mixed(long number) {
    long z = seed + number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
