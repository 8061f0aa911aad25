package online.speka.ledger.posting;

import java.util.Objects;
import java.util.Optional;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.MicroCredits;

/// A fact and what became of it.
public record Receipt(JobEvent event, Disposition disposition) {
  public Receipt {
    Objects.requireNonNull(event);
    Objects.requireNonNull(disposition);
  }

  /// What was billed with this fact, if a new bill was made.
  public Optional<Billed> billed() {
    return switch (disposition) {
      case Disposition.Posted(MicroCredits amount) when event instanceof Outcome outcome ->
          Optional.of(new Billed(outcome, amount));
      case Disposition.RequestPosted(Outcome outcome, MicroCredits amount) ->
          Optional.of(new Billed(outcome, amount));
      case Disposition.Posted _,
          Disposition.PartKept _,
          Disposition.Duplicate _,
          Disposition.Late _,
          Disposition.Voided _,
          Disposition.AttemptKept _,
          Disposition.Held _,
          Disposition.Rejected _ ->
          Optional.empty();
    };
  }

  /// A new bill.
  ///
  /// @param outcome of the job, or of the request that was cut into parts
  public record Billed(Outcome outcome, MicroCredits amount) {}
}
