package online.speka.ledger.posting;

import java.util.List;
import java.util.Objects;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;

/// Money that moves for a job, as postings that sum to zero. Its identity is the job's, so it can
/// exist only once.
public record LedgerTransaction(JobId job, List<Posting> postings) {

  public LedgerTransaction {
    Objects.requireNonNull(job);
    postings = List.copyOf(postings);
    MicroCredits sum = MicroCredits.ZERO;
    for (Posting posting : postings) {
      sum = sum.plus(posting.amount());
    }
    if (postings.size() < 2 || sum.value() != 0) {
      throw new IllegalArgumentException(
          postings.size() + " postings of job " + job + " sum to " + sum);
    }
  }

  /// The tenant's account is debited, revenue is credited.
  static LedgerTransaction charge(JobId job, TenantId tenant, MicroCredits amount) {
    return new LedgerTransaction(
        job,
        List.of(
            new Posting(new Account.Tenant(tenant), amount.negated()),
            new Posting(new Account.Revenue(), amount)));
  }
}
