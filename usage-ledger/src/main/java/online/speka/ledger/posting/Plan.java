package online.speka.ledger.posting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// What is to be done for one fact, as far as it can be said without knowing what is posted
/// already.
///
/// The same facts give the same plan whatever batches they come in: only the first outcome of a job
/// that can have a bill takes the job; one that cannot leaves it to the next.
sealed interface Plan {

  JobEvent event();

  record Charge(Outcome event, Bill bill) implements Plan {}

  record Hold(Outcome event, HeldReason reason) implements Plan {}

  record Reject(Outcome event, String reason) implements Plan {}

  record KeepAttempt(AttemptFailed event) implements Plan {}

  /// An outcome of a job that an earlier fact of the batch has taken.
  record Repeat(Outcome event) implements Plan {}

  String OVERFLOW = "overflow";

  /// @param tenants those of the events' tenants that have an account
  static List<Plan> of(List<JobEvent> events, PriceHistory prices, Set<TenantId> tenants) {
    Set<JobId> taken = HashSet.newHashSet(events.size());
    List<Plan> plans = new ArrayList<>(events.size());
    for (JobEvent event : events) {
      plans.add(
          switch (event) {
            case AttemptFailed failed -> new KeepAttempt(failed);
            case Outcome outcome when taken.contains(outcome.job().id()) -> new Repeat(outcome);
            case Outcome outcome -> {
              Plan plan = bill(outcome, prices, tenants);
              if (!(plan instanceof Reject)) {
                taken.add(outcome.job().id());
              }
              yield plan;
            }
          });
    }
    return plans;
  }

  private static Plan bill(Outcome outcome, PriceHistory prices, Set<TenantId> tenants) {
    Objects.requireNonNull(outcome);
    if (!tenants.contains(outcome.job().origin().tenant())) {
      return new Hold(outcome, HeldReason.NO_ACCOUNT);
    }
    Optional<PriceVersion> price =
        prices.inForce(outcome.job().model(), outcome.job().window().submittedAt());
    if (price.isEmpty()) {
      return new Hold(outcome, HeldReason.NO_PRICE);
    }
    try {
      MicroCredits amount = price.get().prices().charge(outcome.usage());
      return new Charge(outcome, new Bill(outcome, price.get(), amount));
    } catch (ArithmeticException e) {
      return new Reject(outcome, OVERFLOW);
    }
  }
}
