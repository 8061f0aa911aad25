package online.speka.ledger.posting;

import java.util.Objects;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.MicroCredits;

/// What became of one fact. Exactly one of these, for every fact that was handed in.
public sealed interface Disposition {

  /// A new outcome: billed, and posted if it cost anything.
  record Posted(MicroCredits amount) implements Disposition {
    public Posted {
      Objects.requireNonNull(amount);
    }
  }

  /// A new outcome of a part, and with it the request's outcome is known: the request is billed.
  ///
  /// @param outcome the request's
  record RequestPosted(Outcome outcome, MicroCredits amount) implements Disposition {
    public RequestPosted {
      Objects.requireNonNull(outcome);
      Objects.requireNonNull(amount);
    }
  }

  /// A new outcome of a part of a request: kept until the request can be billed, or to explain its
  /// bill.
  record PartKept() implements Disposition {}

  /// The same fact was here before.
  record Duplicate() implements Disposition {}

  /// An outcome of another attempt at a job whose outcome is known already: a worker that was
  /// thought dead, or one that was faster. Dropped.
  record Late() implements Disposition {}

  /// An outcome of an attempt that the log had said to have failed: a worker that was thought dead,
  /// or one whose word was long on its way. Dropped, though the job has no other outcome yet.
  record Voided() implements Disposition {}

  /// An attempt that failed: kept to explain the bill, and to know what is void.
  record AttemptKept() implements Disposition {}

  /// Cannot be billed yet: kept until it can.
  record Held(HeldReason reason) implements Disposition {
    public Held {
      Objects.requireNonNull(reason);
    }
  }

  /// Can never be billed.
  ///
  /// @param reason few words, without anything of the fact's content
  record Rejected(String reason) implements Disposition {
    public Rejected {
      Objects.requireNonNull(reason);
    }
  }
}
