package online.speka.ledger.rollup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How bills are summed up.
///
/// @param interval pause between two rounds
/// @param sliceMax most bills, and most entries, of one transaction of the roller
/// @param slicesMax most of those transactions in one round
/// @param closeDelayMin how long after its end a month can be closed: longer than any outcome of it
///     is usually on its way
/// @param closeMax longest wait of a close for the roller to come to the end
@ConfigurationProperties("speka.ledger.rollup")
record RollupProperties(
    @DefaultValue("5s") Duration interval,
    @DefaultValue("20000") int sliceMax,
    @DefaultValue("50") int slicesMax,
    @DefaultValue("1h") Duration closeDelayMin,
    @DefaultValue("5m") Duration closeMax) {

  private static final int MAX = 1_000_000;

  RollupProperties {
    if (sliceMax < 1 || sliceMax > MAX || slicesMax < 1 || slicesMax > MAX) {
      throw new IllegalArgumentException(
          "speka.ledger.rollup.slice-max and slices-max must be 1 to " + MAX);
    }
    if (!interval.isPositive() || !closeMax.isPositive() || closeDelayMin.isNegative()) {
      throw new IllegalArgumentException(
          "speka.ledger.rollup: durations must be positive, close-delay-min may be 0");
    }
  }
}
