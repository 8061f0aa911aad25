package online.speka.ledger.reporting;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Checks the books again and again, and remembers the last result.
final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Reports reports;
  private final InstantSource clock;
  private final AtomicReference<@Nullable BooksCheck> last = new AtomicReference<>();

  Reconciler(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /// The last check, or empty before the first.
  Optional<BooksCheck> last() {
    return Optional.ofNullable(last.get());
  }

  void runOnce() {
    try {
      BooksCheck check = reports.check(clock.instant());
      last.set(check);
      if (!check.isBalanced()) {
        LOG.atError()
            .addKeyValue("postings", check.postings())
            .addKeyValue("difference", check.difference())
            .log("The books do not balance");
      }
    } catch (DataAccessException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("The books are not checked");
    }
  }
}
