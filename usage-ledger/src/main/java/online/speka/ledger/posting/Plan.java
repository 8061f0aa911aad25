package online.speka.ledger.posting;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;

/// What is to be done for one fact, as far as it can be said without knowing what is posted
/// already.
///
/// The same facts give the same plan whatever batches they come in: only the first outcome of a job
/// that is not void and can have a bill takes the job; one that cannot leaves it to the next.
sealed interface Plan {

  JobEvent event();

  /// @param bill of the event's job, or of the request whose last part it is
  record Charge(Outcome event, Bill bill) implements Plan {}

  /// @param outcome what waits: the event, or the outcome of the request whose last part it is
  record Hold(Outcome event, Outcome outcome, HeldReason reason) implements Plan {}

  record Reject(Outcome event, String reason) implements Plan {}

  record KeepAttempt(AttemptFailed event) implements Plan {}

  /// An outcome of an attempt that had failed before: as if it had never been, unless it is the one
  /// that was billed, come again.
  record Ignore(Outcome event) implements Plan {}

  /// An outcome of a job that an earlier fact of the batch has taken.
  record Repeat(Outcome event) implements Plan {}

  /// The first outcome of a part that decides nothing: its request is still open, or over already.
  record KeepPart(Outcome event) implements Plan {}

  /// @param speaker the attempt whose outcome was kept of this part
  record RepeatPart(Outcome event, Attempt speaker) implements Plan {}

  String OVERFLOW = "overflow";

  /// @param tenants those of the events' tenants that have an account
  /// @param parts what is kept of the requests whose parts are among the events
  static List<Plan> of(
      List<JobEvent> events, PriceHistory prices, Set<TenantId> tenants, Parts parts) {
    return of(events, prices, new Payers(tenants, Set.of()), parts, Voids.NONE);
  }

  /// @param payers those of the events' tenants that have an account
  /// @param parts what is kept of the requests whose parts are among the events
  /// @param voids which of the events are void
  static List<Plan> of(
      List<JobEvent> events, PriceHistory prices, Payers payers, Parts parts, Voids voids) {
    Set<JobId> taken = HashSet.newHashSet(events.size());
    List<Plan> plans = new ArrayList<>(events.size());
    BitSet news = parts.news(events, voids);
    BitSet deciders = parts.deciders(events, news);
    for (int i = 0; i < events.size(); i++) {
      Job.Part part = events.get(i).job().part();
      boolean isVoid = voids.at(i);
      plans.add(
          switch (events.get(i)) {
            case AttemptFailed failed -> new KeepAttempt(failed);
            case Outcome outcome when isVoid -> new Ignore(outcome);
            case Outcome outcome when part != null -> {
              if (deciders.get(i)) {
                yield decide(outcome, parts.of(part.request()), prices, payers);
              }
              yield news.get(i)
                  ? new KeepPart(outcome)
                  : new RepeatPart(outcome, parts.speaker(part));
            }
            case Outcome outcome when taken.contains(outcome.job().id()) -> new Repeat(outcome);
            case Outcome outcome -> {
              Plan plan = bill(outcome, outcome, prices, payers);
              if (!(plan instanceof Reject)) {
                taken.add(outcome.job().id());
              }
              yield plan;
            }
          });
    }
    return plans;
  }

  private static Plan decide(
      Outcome last, Collection<Outcome> parts, PriceHistory prices, Payers payers) {
    try {
      return Whole.of(parts)
          .map(whole -> bill(last, whole, prices, payers))
          .orElseGet(() -> new KeepPart(last));
    } catch (ArithmeticException e) {
      return new Reject(last, OVERFLOW);
    }
  }

  /// @param outcome what is billed for the event
  private static Plan bill(Outcome event, Outcome outcome, PriceHistory prices, Payers payers) {
    Objects.requireNonNull(outcome);
    if (!payers.tenants().contains(outcome.job().origin().tenant())) {
      return new Hold(event, outcome, HeldReason.NO_ACCOUNT);
    }
    Optional<PriceVersion> price =
        prices.inForce(outcome.job().model(), outcome.job().window().submittedAt());
    if (price.isEmpty()) {
      return new Hold(event, outcome, HeldReason.NO_PRICE);
    }
    try {
      return new Charge(event, Bill.of(outcome, price.get(), payers.amountMax(outcome)));
    } catch (ArithmeticException e) {
      return new Reject(event, OVERFLOW);
    }
  }
}
