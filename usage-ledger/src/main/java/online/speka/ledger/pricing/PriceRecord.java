package online.speka.ledger.pricing;

import java.time.Instant;
import java.util.Objects;
import online.speka.ledger.posting.PriceVersion;
import org.jspecify.annotations.Nullable;

/// A price and where it came from.
///
/// @param by who set it; absent for the catalog's
public record PriceRecord(
    PriceVersion version,
    Source source,
    @Nullable String by,
    @Nullable String reason,
    Instant recordedAt) {

  public PriceRecord {
    Objects.requireNonNull(version);
    Objects.requireNonNull(source);
    Objects.requireNonNull(recordedAt);
  }

  /// Where a price came from.
  public enum Source {
    CATALOG,
    OPERATOR
  }
}
