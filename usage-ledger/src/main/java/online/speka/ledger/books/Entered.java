package online.speka.ledger.books;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// What became of an entry.
public sealed interface Entered {

  /// It is in the books, since now or since it was made first: the same answer either time.
  ///
  /// @param amount what the tenant's account was credited; below zero if it was debited
  record Posted(UUID id, Entry.Kind kind, TenantId tenant, MicroCredits amount, Instant postedAt)
      implements Entered {
    public Posted {
      Objects.requireNonNull(id);
      Objects.requireNonNull(kind);
      Objects.requireNonNull(tenant);
      Objects.requireNonNull(amount);
      Objects.requireNonNull(postedAt);
    }
  }

  /// Nothing was moved.
  record Refused(Why why) implements Entered {
    public Refused {
      Objects.requireNonNull(why);
    }
  }

  /// Why nothing was moved.
  enum Why {
    /// Another entry was made under this id.
    ID_IN_USE,
    /// There is no such tenant.
    NO_ACCOUNT,
    /// The job has no bill, or a part of a request was named instead of the request.
    NO_BILL,
    /// With the refunds there are already, the job would get back more than it was charged.
    MORE_THAN_CHARGED,
    /// The tenant does not owe as much.
    MORE_THAN_OWED
  }
}
