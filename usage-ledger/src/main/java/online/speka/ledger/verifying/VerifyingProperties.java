package online.speka.ledger.verifying;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How fast the books are checked.
///
/// @param interval pause between two steps
/// @param sliceMax most transactions, and most bills, that one slice reads
/// @param slicesMax most slices of one step
/// @param auditInterval how often all books are checked from their beginning
/// @param wholeMax longest check of everything that somebody waits for
@ConfigurationProperties("speka.ledger.verifying")
record VerifyingProperties(
    @DefaultValue("5s") Duration interval,
    @DefaultValue("5000") int sliceMax,
    @DefaultValue("20") int slicesMax,
    @DefaultValue("1h") Duration auditInterval,
    @DefaultValue("10m") Duration wholeMax) {

  private static final int MAX = 100_000;

  VerifyingProperties {
    if (sliceMax < 1 || sliceMax > MAX || slicesMax < 1 || slicesMax > MAX) {
      throw new IllegalArgumentException(
          "speka.ledger.verifying.slice-max and slices-max must be 1 to " + MAX);
    }
    if (!interval.isPositive() || !auditInterval.isPositive() || !wholeMax.isPositive()) {
      throw new IllegalArgumentException("speka.ledger.verifying: durations must be positive");
    }
  }
}
