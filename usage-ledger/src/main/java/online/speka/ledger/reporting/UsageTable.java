package online.speka.ledger.reporting;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Usage, row by row: by time, then by organisation, project, key and model.
///
/// @param truncated whether there were more rows than were asked for
public record UsageTable(UsageQuery query, List<Row> rows, boolean truncated) {

  public UsageTable {
    rows = List.copyOf(rows);
  }

  /// @param at when the step begins; absent for a total
  /// @param organization absent, as the other three, if rows are not by it
  /// @param project absent also for a key that is not here any more
  public record Row(
      @Nullable Instant at,
      @Nullable String organization,
      @Nullable String project,
      @Nullable String key,
      @Nullable String model,
      Sum sum) {}

  /// Sums over jobs.
  public record Sum(
      long jobs,
      BigInteger promptTokens,
      BigInteger cachedPromptTokens,
      BigInteger completionTokens,
      BigInteger reasoningTokens,
      BigInteger images,
      BigInteger amountMicroCredits) {}
}
