package online.speka.ledger.rollup;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Objects;

/// A month whose figures are final.
///
/// @param lines how many figures it has
/// @param checksum SHA-256 of all of them, in hex
public record ClosedMonth(
    YearMonth month, Instant closedAt, String closedBy, int lines, String checksum) {

  public ClosedMonth {
    Objects.requireNonNull(month);
    Objects.requireNonNull(closedAt);
    Objects.requireNonNull(closedBy);
    Objects.requireNonNull(checksum);
  }
}
