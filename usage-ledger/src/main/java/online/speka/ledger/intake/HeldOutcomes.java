package online.speka.ledger.intake;

import java.util.List;
import online.speka.ledger.posting.Ledger;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.LedgerUnavailableException;
import online.speka.ledger.posting.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bills what was held as soon as it can be: after a start with a new catalog, or when a tenant has
/// appeared.
final class HeldOutcomes {

  private static final Logger LOG = LoggerFactory.getLogger(HeldOutcomes.class);

  private final Ledger ledger;
  private final int batchMax;
  private final IntakeMetrics metrics;

  HeldOutcomes(Ledger ledger, int batchMax, IntakeMetrics metrics) {
    this.ledger = ledger;
    this.batchMax = batchMax;
    this.metrics = metrics;
  }

  void runOnce() {
    try {
      for (List<Receipt> done = ledger.postHeld(batchMax);
          !done.isEmpty();
          done = ledger.postHeld(batchMax)) {
        metrics.heldPosted(done);
        LOG.atInfo().addKeyValue("outcomes", done.size()).log("Held outcomes are billed");
      }
    } catch (LedgerUnavailableException | LedgerRefusedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Held outcomes stay held");
    }
  }
}
