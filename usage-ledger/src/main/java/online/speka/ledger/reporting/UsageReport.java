package online.speka.ledger.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/// What was used in a span of time, by tenant and model, the dearest first. A job belongs to the
/// moment it ended.
///
/// @param from inclusive
/// @param to exclusive
public record UsageReport(Instant from, Instant to, List<Row> rows, Sum total) {

  public UsageReport {
    rows = List.copyOf(rows);
  }

  /// One tenant's use of one model.
  public record Row(String tenant, String model, @JsonUnwrapped Sum sum) {}

  /// Sums over jobs.
  public record Sum(
      long jobs,
      BigInteger promptTokens,
      BigInteger cachedPromptTokens,
      BigInteger completionTokens,
      BigInteger reasoningTokens,
      BigInteger amountMicroCredits) {

    static final Sum ZERO =
        new Sum(
            0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    public Sum plus(Sum other) {
      return new Sum(
          Math.addExact(jobs, other.jobs),
          promptTokens.add(other.promptTokens),
          cachedPromptTokens.add(other.cachedPromptTokens),
          completionTokens.add(other.completionTokens),
          reasoningTokens.add(other.reasoningTokens),
          amountMicroCredits.add(other.amountMicroCredits));
    }
  }

  static UsageReport of(Instant from, Instant to, List<Row> rows) {
    return new UsageReport(from, to, rows, rows.stream().map(Row::sum).reduce(Sum.ZERO, Sum::plus));
  }
}
