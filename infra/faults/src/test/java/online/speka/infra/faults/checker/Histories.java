package online.speka.infra.faults.checker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
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
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.JobEventCodec;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.Entry.How;
import online.speka.infra.faults.history.Kind;
import online.speka.infra.faults.history.Tolerance;
import online.speka.infra.faults.reference.Truth;
import online.speka.infra.faults.reference.Truths;

/// Histories in which everything is right, for tests that make one thing wrong.
final class Histories {

  static final String REQUEST = "r-1";
  static final String JOB = "0196f0a0-7c00-7abc-8def-0123456789ab";
  static final String OTHER_JOB = "0196f0a0-7c00-7abc-8def-0123456789ac";
  static final Instant BEGUN = Instant.parse("2026-11-23T10:00:00Z");
  static final Usage WHOLE = Usage.of(7, 3);
  static final Prices PRICES = new Prices(1_000_000, 500_000, 4_000_000);
  static final String FIRST = "data: {\"content\":\"a\"}\n\n";
  static final String THIRD = "data: {\"content\":\"c\"}\n\n";
  static final String USAGE = "data: {\"usage\":3}\n\n";
  static final String DONE = "data: [DONE]\n\n";
  static final String ANSWER = FIRST + event("b") + THIRD + USAGE + DONE;
  static final String ERROR = "data: {\"error\":{\"message\":\"broken\"}}\n\n";
  static final Attempt ATTEMPT = new Attempt(5, 1);

  private Histories() {}

  static String event(String text) {
    return "data: {\"content\":\"" + text + "\"}\n\n";
  }

  /// One streamed request that went well.
  static List<Entry> good() {
    return good(Set.of());
  }

  /// @param allowed while something is broken, if this is not empty
  static List<Entry> good(Set<Ending> allowed) {
    List<Entry> history = new ArrayList<>();
    Tolerance tolerance =
        new Tolerance(allowed, allowed.isEmpty() ? 1 : 0, Duration.ofSeconds(5), 1.1);
    history.add(new Entry.Begun(0, "test", 1, BEGUN, tolerance));
    history.add(new Entry.Sampled(1, false, "edge", 77, 200L << 20, 40));
    if (!allowed.isEmpty()) {
      history.add(new Entry.Struck(2_000, "kill -9", "redis", 78));
      history.add(new Entry.Healed(150_000, "kill -9", "redis", 78));
    }
    history.add(new Entry.Asked(1_000, REQUEST, "main", Kind.STREAM, 0, "{}"));
    history.add(new Entry.Answered(100_000, REQUEST, "127.0.0.1:1", 200, false));
    history.add(new Entry.Read(100_001, REQUEST, ANSWER));
    history.add(new Entry.Ended(200_000, REQUEST, How.WHOLE, ""));
    history.add(accepted(REQUEST, JOB, "org-main"));
    history.add(told(outcome(JOB, ATTEMPT, Outcome.Status.COMPLETED, WHOLE)));
    history.add(billed(JOB, "org-main", "COMPLETED", ATTEMPT, WHOLE));
    history.add(new Entry.Books(900_000, 0, 0, 0, 0));
    history.add(new Entry.Sampled(900_000, true, "edge", 77, 210L << 20, 41));
    return history;
  }

  static Entry.Accepted accepted(String request, String job, String tenant) {
    return new Entry.Accepted(900_000, request, job, tenant, "m", BEGUN);
  }

  static Entry.Told told(JobEvent event) {
    return new Entry.Told(900_000, new String(JobEventCodec.encode(event), StandardCharsets.UTF_8));
  }

  static Entry.Billed billed(
      String job, String tenant, String status, Attempt attempt, Usage usage) {
    return new Entry.Billed(
        900_000,
        new Bill(
            job,
            tenant,
            "m",
            status,
            attempt.epoch(),
            attempt.number(),
            usage,
            PRICES.charge(usage).value()));
  }

  static Outcome outcome(String job, Attempt attempt, Outcome.Status status, Usage usage) {
    return new Outcome(
        job(job),
        attempt,
        status,
        status == Outcome.Status.COMPLETED ? Cause.FINISHED : Cause.CLIENT_GONE,
        usage,
        Timings.NONE,
        "",
        BEGUN.plusMillis(300));
  }

  static Outcome later(Outcome outcome, Duration by) {
    return new Outcome(
        outcome.job(),
        outcome.attempt(),
        outcome.status(),
        outcome.cause(),
        outcome.usage(),
        outcome.timings(),
        outcome.detail(),
        outcome.at().plus(by));
  }

  static AttemptFailed attemptFailed(String job, Attempt attempt, Cause cause) {
    return new AttemptFailed(
        job(job), attempt, cause, ApiError.of(ErrorReason.UPSTREAM_ERROR, "x"), "", BEGUN);
  }

  private static Job job(String id) {
    return new Job(
        JobId.parse(id),
        new Job.Target(new ModelId("m"), Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, true),
        new Job.Origin(new TenantId("org-main"), new KeyId("key_1"), new EdgeId("edge-a")),
        new Job.Window(BEGUN, BEGUN.plusSeconds(60)),
        new Job.Demand(7, 3, MicroCredits.ZERO, List.of()),
        null);
  }

  /// The same with every entry of a type changed.
  static <T extends Entry> List<Entry> with(
      List<Entry> history, Class<T> type, UnaryOperator<T> change) {
    return new ArrayList<>(
        history.stream()
            .map(entry -> type.isInstance(entry) ? change.apply(type.cast(entry)) : entry)
            .toList());
  }

  static List<Entry> without(List<Entry> history, Class<? extends Entry> type) {
    return new ArrayList<>(history.stream().filter(entry -> !type.isInstance(entry)).toList());
  }

  static Findings check(List<Entry> history) {
    Truths truths = (_, _) -> new Fixed();
    return Checker.check(history, truths);
  }

  private record Fixed() implements Truth {
    @Override
    public Usage usage() {
      return WHOLE;
    }

    @Override
    public Prices prices() {
      return PRICES;
    }

    @Override
    public String bytes(JobId job, Instant submittedAt, Usage billed) {
      return ANSWER;
    }
  }
}
