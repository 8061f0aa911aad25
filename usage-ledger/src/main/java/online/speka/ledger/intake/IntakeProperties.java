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
/// @param heldInterval how often held outcomes and open requests are looked at
/// @param openRequestMax a request whose parts have not all ended so long after the first of them
///     is given up, and nothing is paid; above the retention of outcomes, so that none is given up
///     for which they wait in Kafka
@ConfigurationProperties("speka.ledger.intake")
record IntakeProperties(
    @DefaultValue("500") int batchMax,
    @DefaultValue("200ms") Duration gatherMax,
    @DefaultValue("200ms") Duration pollMax,
    @DefaultValue("100ms") Duration backoffFirst,
    @DefaultValue("3s") Duration backoffMax,
    @DefaultValue("5s") Duration commitMax,
    @DefaultValue("20s") Duration stopMax,
    @DefaultValue("30s") Duration heldInterval,
    @DefaultValue("48h") Duration openRequestMax) {

  private static final int BATCH_MAX = 10_000;

  IntakeProperties {
    if (batchMax < 1 || batchMax > BATCH_MAX) {
      throw new IllegalArgumentException(
          "speka.ledger.intake.batch-max must be 1 to " + BATCH_MAX + ", not " + batchMax);
    }
    if (gatherMax.isNegative()
        || !pollMax.isPositive()
        || !commitMax.isPositive()
        || !heldInterval.isPositive()
        || !openRequestMax.isPositive()) {
      throw new IllegalArgumentException(
          "speka.ledger.intake: durations must be positive, gather-max may be 0");
    }
  }

  Backoff backoff() {
    return new Backoff(backoffFirst, backoffMax);
  }
}
