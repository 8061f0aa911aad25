package online.speka.ledger.rollup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Sums up what is new, a bounded number of bills at a time. Reports add what it has not come to.
final class Roller {

  private static final Logger LOG = LoggerFactory.getLogger(Roller.class);

  private final JdbcRollup rollup;
  private final RollupProperties properties;

  Roller(JdbcRollup rollup, RollupProperties properties) {
    this.rollup = rollup;
    this.properties = properties;
  }

  void runOnce() {
    try {
      boolean more = true;
      for (int i = 0; more && i < properties.slicesMax(); i++) {
        more = rollup.roll(properties.sliceMax());
      }
    } catch (DataAccessException | TransactionException | IllegalStateException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("Bills are not summed up; reports wait");
    }
  }
}
