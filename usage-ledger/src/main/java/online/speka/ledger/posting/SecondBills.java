package online.speka.ledger.posting;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;

/// A ledger for a fault campaign without [Guard#UNIQUE_KEY]: an outcome that comes again is billed
/// again.
///
/// The database refuses two bills of one id whatever a process asks of it. So the second one is
/// made under an id next to the job's, as if bills were not known by their jobs.
///
/// @param ledger the true one
record SecondBills(Ledger ledger) implements Ledger {

  /// The ledger itself, unless the guard is missing.
  static Ledger unless(Guards guards, Ledger ledger) {
    return guards.has(Guard.UNIQUE_KEY) ? ledger : new SecondBills(ledger);
  }

  @Override
  public List<Receipt> post(List<JobEvent> events) {
    List<Receipt> receipts = ledger.post(events);
    ledger.post(
        receipts.stream().filter(SecondBills::cameAgain).map(SecondBills::renamed).toList());
    return receipts;
  }

  private static boolean cameAgain(Receipt receipt) {
    return receipt.event() instanceof Outcome outcome
        && outcome.job().part() == null
        && switch (receipt.disposition()) {
          case Disposition.Duplicate _, Disposition.Late _ -> true;
          case Disposition.Posted _,
              Disposition.RequestPosted _,
              Disposition.PartKept _,
              Disposition.Voided _,
              Disposition.AttemptKept _,
              Disposition.Held _,
              Disposition.Rejected _ ->
              false;
        };
  }

  private static JobEvent renamed(Receipt receipt) {
    Outcome outcome = (Outcome) receipt.event();
    Job job = outcome.job();
    UUID id = job.id().value();
    UUID next = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1);
    return new Outcome(
        new Job(
            new JobId(next), job.target(), job.origin(), job.window(), job.demand(), job.trace()),
        outcome.attempt(),
        outcome.status(),
        outcome.cause(),
        outcome.usage(),
        outcome.timings(),
        outcome.detail(),
        outcome.at());
  }

  @Override
  public List<Receipt> postHeld(int max) {
    return ledger.postHeld(max);
  }

  @Override
  public List<Receipt> closeAbandoned(Instant openedBefore, int max) {
    return ledger.closeAbandoned(openedBefore, max);
  }
}
