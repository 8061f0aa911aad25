package online.speka.ledger.intake;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.outcome.JobEvent;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.Ledger;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.Receipt;

/// Posts a batch around the facts that the database refuses: a refused batch is halved until the
/// bad fact stands alone, so it costs about `2 log2 n` more transactions and nobody else a bill.
final class BatchPoster {

  private final Ledger ledger;

  BatchPoster(Ledger ledger) {
    this.ledger = ledger;
  }

  /// One receipt for each fact, in the same order.
  ///
  /// @throws online.speka.ledger.posting.LedgerUnavailableException if it may work later; a part of
  ///     the batch may have been posted, and will be recognised
  List<Receipt> post(List<JobEvent> events) {
    List<Receipt> receipts = new ArrayList<>(events.size());
    post(events, receipts);
    return receipts;
  }

  private void post(List<JobEvent> events, List<Receipt> receipts) {
    try {
      receipts.addAll(ledger.post(events));
    } catch (LedgerRefusedException e) {
      if (events.size() == 1) {
        receipts.add(
            new Receipt(events.getFirst(), new Disposition.Rejected("sql state " + e.sqlState())));
        return;
      }
      int half = events.size() / 2;
      post(events.subList(0, half), receipts);
      post(events.subList(half, events.size()), receipts);
    }
  }
}
