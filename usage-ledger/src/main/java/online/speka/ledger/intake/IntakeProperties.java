package online.speka.ledger.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How outcomes are taken in.
///
/// @param batchMax most records posted in one database transaction
/// @param gatherMax how long a record may wait on the broker for company: nobody waits for a bill,
///     and one transaction for many is much cheaper than one for each
/// @param pollMax longest wait for records
/// @param backoffFirst wait after the first failure
/// @param backoffMax longest wait between two tries
/// @param commitMax longest wait for an offset commit
/// @param stopMax longest wait for the batch in hand when the process stops
/// @param heldInterval how often held outcomes are looked at
@ConfigurationProperties("speka.ledger.intake")
record IntakeProperties(
    @DefaultValue("500") int batchMax,
    @DefaultValue("200ms") Duration gatherMax,
    @DefaultValue("200ms") Duration pollMax,
    @DefaultValue("100ms") Duration backoffFirst,
    @DefaultValue("3s") Duration backoffMax,
    @DefaultValue("5s") Duration commitMax,
    @DefaultValue("20s") Duration stopMax,
    @DefaultValue("30s") Duration heldInterval) {

  private static final int BATCH_MAX = 10_000;

  IntakeProperties {
    if (batchMax < 1 || batchMax > BATCH_MAX) {
      throw new IllegalArgumentException(
          "speka.ledger.intake.batch-max must be 1 to " + BATCH_MAX + ", not " + batchMax);
    }
    if (gatherMax.isNegative()
        || !pollMax.isPositive()
        || !commitMax.isPositive()
        || !heldInterval.isPositive()) {
      throw new IllegalArgumentException(
          "speka.ledger.intake: durations must be positive, gather-max may be 0");
    }
  }

  Backoff backoff() {
    return new Backoff(backoffFirst, backoffMax);
  }
}
