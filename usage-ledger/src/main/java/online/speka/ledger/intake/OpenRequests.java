package online.speka.ledger.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import online.speka.ledger.posting.Ledger;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.LedgerUnavailableException;
import online.speka.ledger.posting.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up requests in parts whose other parts were never submitted: the edge died, or its client
/// left when all that was submitted had ended.
final class OpenRequests {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);

  private final Ledger ledger;
  private final Duration openMax;
  private final int batchMax;
  private final IntakeObserver observer;
  private final InstantSource clock;

  OpenRequests(
      Ledger ledger, Duration openMax, int batchMax, IntakeObserver observer, InstantSource clock) {
    this.ledger = ledger;
    this.openMax = openMax;
    this.batchMax = batchMax;
    this.observer = observer;
    this.clock = clock;
  }

  void runOnce() {
    Instant openedBefore = clock.instant().minus(openMax);
    try {
      for (List<Receipt> done = ledger.closeAbandoned(openedBefore, batchMax);
          !done.isEmpty();
          done = ledger.closeAbandoned(openedBefore, batchMax)) {
        observer.metrics().heldPosted(done);
        observer.settlements().committed(done);
        LOG.atInfo().addKeyValue("requests", done.size()).log("Open requests are given up");
      }
    } catch (LedgerUnavailableException | LedgerRefusedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Open requests stay open");
    }
  }
}
