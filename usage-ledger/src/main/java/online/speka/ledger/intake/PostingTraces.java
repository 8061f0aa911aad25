package online.speka.ledger.intake;

import java.time.Instant;
import java.util.List;
import online.speka.ledger.posting.Receipt;

/// The last span of each request's trace: its bill.
interface PostingTraces {

  PostingTraces NONE = (_, _, _) -> {};

  void posted(List<Receipt> receipts, Instant began, Instant committed);
}
