package online.speka.ledger.funds;

import java.util.List;
import java.util.Optional;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.Receipt;

/// A reservation that has ended, or may have.
///
/// @param reservation the job's id, or the request's whose part it is
/// @param tokens what was used
/// @param isCertain whether it is known to have ended; otherwise the books must be asked
public record Ended(TenantId tenant, KeyId key, JobId reservation, long tokens, boolean isCertain) {

  /// An outcome that was here before is told of again: whoever posted it first may have died before
  /// it could say so.
  static List<Ended> of(List<Receipt> receipts) {
    return receipts.stream().map(Ended::of).flatMap(Optional::stream).distinct().toList();
  }

  private static Optional<Ended> of(Receipt receipt) {
    if (!(receipt.event() instanceof Outcome outcome)) {
      return Optional.empty();
    }
    return switch (receipt.disposition()) {
      case Disposition.Posted _ -> Optional.of(certain(outcome, outcome.usage().totalTokens()));
      case Disposition.RequestPosted(Outcome request, _) ->
          Optional.of(certain(outcome, request.usage().totalTokens()));
      // It was too much to be counted, and is on no bill.
      case Disposition.Rejected _ -> Optional.of(certain(outcome, 0));
      case Disposition.Duplicate _, Disposition.Late _, Disposition.Voided _ ->
          Optional.of(ended(outcome, 0, false));
      // One that is held will be billed, a part's request when its last part has ended.
      case Disposition.Held _, Disposition.PartKept _, Disposition.AttemptKept _ ->
          Optional.empty();
    };
  }

  private static Ended certain(Outcome outcome, long tokens) {
    return ended(outcome, tokens, true);
  }

  private static Ended ended(Outcome outcome, long tokens, boolean isCertain) {
    Job job = outcome.job();
    return new Ended(
        job.origin().tenant(), job.origin().key(), reservationOf(job), tokens, isCertain);
  }

  /// A request that was cut into parts has one reservation for all of them.
  public static JobId reservationOf(Job job) {
    Job.Part part = job.part();
    return part == null ? job.id() : part.request();
  }
}
