package online.speka.ledger.posting;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;

/// The outcome of a request that was cut into parts, made of the outcomes of its parts.
///
/// Either every part completed, and the request used what all of them used. Or one did not: then
/// the client got no part's answer, and what they used is on no bill.
final class Whole {

  private Whole() {}

  /// Does not wait for every part when one has not completed: those that follow it are perhaps
  /// never submitted.
  ///
  /// @param parts of one request, at least one, each once
  /// @return empty while the request is open
  /// @throws ArithmeticException if a sum does not fit
  static Optional<Outcome> of(Collection<Outcome> parts) {
    List<Outcome> ordered =
        parts.stream().sorted(Comparator.comparingInt(o -> part(o).index())).toList();
    Optional<Outcome> spoiled =
        ordered.stream()
            .filter(outcome -> outcome.status() != Outcome.Status.COMPLETED)
            .min(Comparator.comparing(Outcome::status));
    if (spoiled.isPresent()) {
      Outcome first = spoiled.get();
      return Optional.of(
          join(ordered, first, first.status(), first.cause(), Usage.NONE, said(first)));
    }
    if (ordered.size() < part(ordered.getFirst()).count()) {
      return Optional.empty();
    }
    Usage usage = ordered.stream().map(Outcome::usage).reduce(Usage.NONE, Usage::plus);
    Outcome last = Objects.requireNonNull(ordered.stream().max(BY_END).orElse(null));
    return Optional.of(join(ordered, last, last.status(), last.cause(), usage, said(last)));
  }

  /// A request whose other parts were never submitted: its client left, or its edge died.
  static Outcome abandoned(Collection<Outcome> parts) {
    Outcome last = Objects.requireNonNull(parts.stream().max(BY_END).orElse(null));
    return join(
        parts,
        last,
        Outcome.Status.CANCELLED,
        Cause.CLIENT_GONE,
        Usage.NONE,
        parts.size() + " of " + part(last).count() + " parts were run");
  }

  private static final Comparator<Outcome> BY_END = Comparator.comparing(Outcome::at);

  /// @param speaker the part whose end is the request's
  private static Outcome join(
      Collection<Outcome> parts,
      Outcome speaker,
      Outcome.Status status,
      Cause cause,
      Usage usage,
      String detail) {
    Instant at = latest(parts, Outcome::at);
    return new Outcome(
        job(parts, speaker), speaker.attempt(), status, cause, usage, timings(parts), detail, at);
  }

  private static Job job(Collection<Outcome> parts, Outcome speaker) {
    Job job = speaker.job();
    long promptTokens = 0;
    long outputTokensMax = 0;
    MicroCredits reservation = MicroCredits.ZERO;
    for (Outcome outcome : parts) {
      Job.Demand demand = outcome.job().demand();
      promptTokens = Math.addExact(promptTokens, demand.promptTokens());
      outputTokensMax = Math.addExact(outputTokensMax, demand.outputTokensMax());
      reservation = reservation.plus(demand.reservation());
    }
    return new Job(
        part(speaker).request(),
        job.target(),
        job.origin(),
        new Job.Window(
            earliest(parts, o -> o.job().window().submittedAt()),
            latest(parts, o -> o.job().window().deadline())),
        new Job.Demand(promptTokens, outputTokensMax, reservation, List.of()),
        job.trace());
  }

  /// From the first acceptance to the first start, to the first frame, to the last.
  private static Timings timings(Collection<Outcome> parts) {
    Instant accepted = earliest(parts, o -> o.job().window().submittedAt());
    Instant started = earliest(parts, Whole::started);
    Instant firstFrame = earliest(parts, Whole::firstFrame);
    Instant ended = latest(parts, o -> firstFrame(o).plus(o.timings().generation()));
    return new Timings(
        Duration.between(accepted, started),
        Duration.between(started, firstFrame),
        Duration.between(firstFrame, ended));
  }

  private static Instant started(Outcome outcome) {
    return outcome.job().window().submittedAt().plus(outcome.timings().queued());
  }

  private static Instant firstFrame(Outcome outcome) {
    return started(outcome).plus(outcome.timings().firstToken());
  }

  private static Instant earliest(Collection<Outcome> parts, Function<Outcome, Instant> moment) {
    return parts.stream().map(moment).min(Comparator.naturalOrder()).orElse(Instant.MAX);
  }

  private static Instant latest(Collection<Outcome> parts, Function<Outcome, Instant> moment) {
    return parts.stream().map(moment).max(Comparator.naturalOrder()).orElse(Instant.MIN);
  }

  private static String said(Outcome outcome) {
    Job.Part part = part(outcome);
    return "part " + part.index() + " of " + part.count() + ": " + outcome.detail();
  }

  private static Job.Part part(Outcome outcome) {
    return Objects.requireNonNull(outcome.job().part());
  }
}
