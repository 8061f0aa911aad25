package online.speka.ledger.reporting;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table of usage as comma-separated values.
final class UsageCsv {

  private static final String LINE_END = "\r\n";

  /// What spreadsheets begin a formula with; with a tab or a line end before it, too.
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private static final List<String> HEADER =
      List.of(
          "from",
          "organization",
          "project",
          "key",
          "model",
          "jobs",
          "prompt_tokens",
          "cached_prompt_tokens",
          "completion_tokens",
          "reasoning_tokens",
          "images",
          "amount_micro_credits");

  private UsageCsv() {}

  static void write(UsageTable table, Appendable out) throws IOException {
    out.append(String.join(",", HEADER)).append(LINE_END);
    for (UsageTable.Row row : table.rows()) {
      UsageTable.Sum sum = row.sum();
      Stream<String> names =
          Stream.of(
              text(time(row.at())),
              text(row.organization()),
              text(row.project()),
              text(row.key()),
              text(row.model()));
      Stream<String> numbers =
          Stream.of(
                  sum.jobs(),
                  sum.promptTokens(),
                  sum.cachedPromptTokens(),
                  sum.completionTokens(),
                  sum.reasoningTokens(),
                  sum.images(),
                  sum.amountMicroCredits())
              .map(Number::toString);
      out.append(Stream.concat(names, numbers).collect(Collectors.joining(","))).append(LINE_END);
    }
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  /// Names come from people: one that begins like a formula would be run by whoever opens the file.
  static String text(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    String safe = FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
