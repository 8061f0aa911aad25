package online.speka.ledger.reporting;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;

/// A question about usage.
///
/// @param from inclusive, a whole hour
/// @param to exclusive, a whole hour
/// @param by what each row is about; empty: everything in one row for each step
/// @param rowsMax most rows of the answer
public record UsageQuery(
    Instant from, Instant to, Step step, Set<Dimension> by, Filter filter, int rowsMax) {

  public static final int ROWS_MAX = 100_000;

  private static final Duration SPAN_MAX = Duration.ofDays(1100);

  public UsageQuery {
    if (!isWholeHour(from) || !isWholeHour(to)) {
      throw new IllegalArgumentException("from and to must be whole hours, like 2026-11-23T10:00Z");
    }
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(SPAN_MAX) > 0) {
      throw new IllegalArgumentException(
          "from must be before to, and not more than " + SPAN_MAX.toDays() + " days");
    }
    if (rowsMax < 1 || rowsMax > ROWS_MAX) {
      throw new IllegalArgumentException("rows_max must be 1 to " + ROWS_MAX + ", not " + rowsMax);
    }
    by = Set.copyOf(by);
  }

  private static boolean isWholeHour(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS).equals(at);
  }

  /// What one row is about, in time. Days and months are UTC's.
  public enum Step {
    TOTAL,
    HOUR,
    DAY,
    MONTH
  }

  /// What one row is about.
  public enum Dimension {
    ORGANIZATION,
    PROJECT,
    KEY,
    MODEL
  }

  /// What is counted; absent means all.
  public record Filter(
      @Nullable TenantId organization,
      @Nullable ProjectId project,
      @Nullable KeyId key,
      @Nullable ModelId model) {

    public static final Filter ALL = new Filter(null, null, null, null);

    public static Filter of(TenantId organization) {
      return new Filter(organization, null, null, null);
    }
  }
}
