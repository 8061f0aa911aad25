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
  private final IntakeObserver observer;

  HeldOutcomes(Ledger ledger, int batchMax, IntakeObserver observer) {
    this.ledger = ledger;
    this.batchMax = batchMax;
    this.observer = observer;
  }

  void runOnce() {
    try {
      for (List<Receipt> done = ledger.postHeld(batchMax);
          !done.isEmpty();
          done = ledger.postHeld(batchMax)) {
        observer.metrics().heldPosted(done);
        observer.settlements().committed(done);
        LOG.atInfo().addKeyValue("outcomes", done.size()).log("Held outcomes are billed");
      }
    } catch (LedgerUnavailableException | LedgerRefusedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Held outcomes stay held");
    }
  }
}
