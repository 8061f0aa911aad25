package online.speka.infra.bench.money;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.usage.Rate;
import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;

/// Whether each job was billed once, for what it has used, at its price.
final class Billing {

  private final History history;
  private final List<Finding> findings = new ArrayList<>();

  private Billing(History history) {
    this.history = history;
  }

  static List<Finding> of(History history) {
    Billing billing = new Billing(history);
    billing.check();
    return billing.findings;
  }

  private void check() {
    Map<String, List<Bill>> bills = new HashMap<>();
    for (Bill bill : history.bills()) {
      bills.computeIfAbsent(bill.job(), _ -> new ArrayList<>()).add(bill);
    }
    Map<String, Attempt> jobs = new HashMap<>();
    int unheard = 0;
    for (Attempt attempt : history.attempts()) {
      switch (attempt.answer()) {
        case Answer.Accepted accepted -> {
          jobs.put(accepted.job(), attempt);
          accepted(attempt, accepted, bills.getOrDefault(accepted.job(), List.of()));
        }
        case Answer.Failed(String job, _) -> jobs.put(job, attempt);
        case Answer.Unheard _ -> unheard++;
        case Answer.Refused _, Answer.PutOff _ -> {}
      }
    }
    for (Bill bill : history.bills()) {
      boolean isStrange = !jobs.containsKey(bill.job()) && bill.amount() != 0;
      // Its edge may have died when the job was accepted and its client had no answer yet.
      if (isStrange && unheard-- <= 0) {
        add(Invariant.BILLED_ONCE, bill.job(), bill.amount() + " for a job that nobody was given");
      }
      bill(bill, jobs.get(bill.job()));
    }
  }

  private void accepted(Attempt attempt, Answer.Accepted accepted, List<Bill> bills) {
    if (bills.size() != 1) {
      add(Invariant.BILLED_ONCE, accepted.job(), "has " + bills.size() + " bills");
      return;
    }
    Usage billed = bills.getFirst().usage();
    boolean isTrue =
        switch (accepted.end()) {
          case WHOLE ->
              isSame(billed, attempt.ask().truth())
                  && accepted.reported() != null
                  && billed.equals(accepted.reported());
          case LEFT, BROKEN -> isPart(billed, attempt.ask().truth(), accepted.pieces());
        };
    if (!isTrue) {
      add(
          Invariant.BILLED_THE_TRUTH,
          accepted.job(),
          "%s: billed %s, reported %s, truth %s, %d pieces read"
              .formatted(
                  accepted.end(),
                  billed,
                  accepted.reported(),
                  attempt.ask().truth(),
                  accepted.pieces()));
    }
  }

  /// What of the prompt was cached is the platform's to say.
  private static boolean isSame(Usage billed, Usage truth) {
    return billed.promptTokens() == truth.promptTokens()
        && billed.completionTokens() == truth.completionTokens()
        && billed.reasoningTokens() == truth.reasoningTokens();
  }

  /// The worker hears a little later that the client has gone, and goes on until then.
  private static boolean isPart(Usage billed, Usage truth, int pieces) {
    boolean nothing = billed.completionTokens() == 0 && pieces == 0;
    return nothing
        || (billed.promptTokens() == truth.promptTokens()
            && billed.completionTokens() <= truth.completionTokens()
            && billed.completionTokens() >= pieces);
  }

  private void bill(Bill bill, @Nullable Attempt attempt) {
    if (bill.charges() != (bill.amount() == 0 ? 0 : 1) || bill.charged() != bill.amount()) {
      add(
          Invariant.BILLED_ONCE,
          bill.job(),
          "%d charges of %d for a bill of %d"
              .formatted(bill.charges(), bill.charged(), bill.amount()));
    }
    long price = history.prices().charge(bill.usage(), Rate.STANDARD).value();
    boolean paysNothing = bill.amount() == 0 && bill.usage().completionTokens() == 0;
    if (bill.amount() != price && !paysNothing) {
      add(Invariant.PRICED_RIGHT, bill.job(), bill.amount() + " instead of " + price);
    }
    if (attempt != null && bill.amount() > attempt.ask().cost()) {
      add(
          Invariant.PRICED_RIGHT,
          bill.job(),
          bill.amount() + " and had reserved " + attempt.ask().cost());
    }
  }

  private void add(Invariant invariant, String job, String what) {
    findings.add(new Finding(invariant, "job " + job + ": " + what));
  }
}
