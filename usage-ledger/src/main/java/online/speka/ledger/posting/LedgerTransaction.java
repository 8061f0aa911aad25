package online.speka.ledger.posting;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// Money that moves, as postings that sum to zero.
///
/// @param id unique among all transactions, so that none can exist twice: a job's charge has the
///     job's
public record LedgerTransaction(UUID id, List<Posting> postings) {

  public LedgerTransaction {
    Objects.requireNonNull(id);
    postings = List.copyOf(postings);
    MicroCredits sum = MicroCredits.ZERO;
    for (Posting posting : postings) {
      sum = sum.plus(posting.amount());
    }
    if (postings.size() < 2 || sum.value() != 0) {
      throw new IllegalArgumentException(
          postings.size() + " postings of transaction " + id + " sum to " + sum);
    }
  }

  /// The tenant's account is debited, revenue is credited.
  static LedgerTransaction charge(JobId job, TenantId tenant, MicroCredits amount) {
    return transfer(job.value(), new Account.Tenant(tenant), new Account.Revenue(), amount);
  }

  /// From one account to another.
  ///
  /// @param amount above zero
  public static LedgerTransaction transfer(UUID id, Account from, Account to, MicroCredits amount) {
    return new LedgerTransaction(
        id, List.of(new Posting(from, amount.negated()), new Posting(to, amount)));
  }
}
