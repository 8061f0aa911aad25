package online.speka.ledger.books;

import java.util.Objects;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// What an entry does to a tenant's account.
public sealed interface Movement {

  /// Most that one entry moves: a slip of the finger has a bound, and sums stay far from overflow.
  long AMOUNT_MAX = 1_000_000_000_000_000L;

  MicroCredits amount();

  /// The tenant has paid.
  record TopUp(TenantId tenant, MicroCredits amount) implements Movement {
    public TopUp {
      Objects.requireNonNull(tenant);
      requirePositive(amount);
    }
  }

  /// The tenant was given something: the allowance of its plan, or a gift.
  record Grant(TenantId tenant, MicroCredits amount) implements Movement {
    public Grant {
      Objects.requireNonNull(tenant);
      requirePositive(amount);
    }
  }

  /// What is left of a grant is taken back.
  record GrantExpiry(TenantId tenant, MicroCredits amount) implements Movement {
    public GrantExpiry {
      Objects.requireNonNull(tenant);
      requirePositive(amount);
    }
  }

  /// A job's charge, or a part of it, is given back to who paid it. All refunds of a job together
  /// are never more than its charge.
  record Refund(JobId job, MicroCredits amount) implements Movement {
    public Refund {
      Objects.requireNonNull(job);
      requirePositive(amount);
    }
  }

  /// A correction that belongs to no one job.
  ///
  /// @param amount above zero in the tenant's favour, below it at its expense
  record Adjustment(TenantId tenant, MicroCredits amount) implements Movement {
    public Adjustment {
      Objects.requireNonNull(tenant);
      if (amount.value() == 0 || Math.absExact(amount.value()) > AMOUNT_MAX) {
        throw new IllegalArgumentException(
            "amount must be -" + AMOUNT_MAX + " to " + AMOUNT_MAX + " and not 0, not " + amount);
      }
    }
  }

  /// A debt that nobody expects to be paid any more. Never more than is owed.
  record WriteOff(TenantId tenant, MicroCredits amount) implements Movement {
    public WriteOff {
      Objects.requireNonNull(tenant);
      requirePositive(amount);
    }
  }

  private static void requirePositive(MicroCredits amount) {
    if (amount.value() <= 0 || amount.value() > AMOUNT_MAX) {
      throw new IllegalArgumentException("amount must be 1 to " + AMOUNT_MAX + ", not " + amount);
    }
  }
}
