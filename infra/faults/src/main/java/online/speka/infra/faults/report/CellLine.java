package online.speka.infra.faults.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import online.speka.infra.faults.checker.Findings;
import online.speka.infra.faults.checker.Violation;
import online.speka.infra.faults.history.Ending;

/// What one run of a cell looks like.
public final class CellLine {

  private static final int VIOLATIONS_SHOWN = 12;
  private static final double MICROS_PER_SECOND = 1e6;

  private CellLine() {}

  /// @param name of the cell and its seed
  /// @param passed whether it came out as it should
  public static String of(
      String name, boolean passed, Findings findings, List<Recovery> recoveries) {
    StringBuilder text =
        new StringBuilder(
            "%s %-22s %d requests, %d jobs; %s; longest wait %s, %s attempts per job"
                .formatted(
                    passed ? "ok  " : "FAIL",
                    name,
                    findings.requests(),
                    findings.jobs(),
                    endings(findings),
                    seconds(OptionalLong.of(findings.firstByteMaxMicros())),
                    String.format(Locale.ROOT, "%.3f", findings.attemptsPerJob())));
    if (findings.late() > 0) {
      text.append(", ").append(findings.late()).append(" late outcomes dropped");
    }
    if (findings.resumed() > 0) {
      text.append(", ").append(findings.resumed()).append(" resumed");
    }
    for (Recovery recovery : recoveries) {
      text.append(
          "\n       %s of %s: back after %s, 95 %% of goodput after %s"
              .formatted(
                  recovery.fault(),
                  recovery.role(),
                  seconds(recovery.backMicros()),
                  seconds(recovery.goodputMicros())));
    }
    return text.append(violations(findings.violations())).toString();
  }

  private static String endings(Findings findings) {
    return Arrays.stream(Ending.values())
        .filter(ending -> findings.count(ending) > 0)
        .map(
            ending ->
                findings.count(ending)
                    + " "
                    + ending.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String violations(List<Violation> violations) {
    StringBuilder text = new StringBuilder();
    violations.stream()
        .limit(VIOLATIONS_SHOWN)
        .forEach(violation -> text.append("\n       ").append(violation));
    if (violations.size() > VIOLATIONS_SHOWN) {
      text.append("\n       and ")
          .append(violations.size() - VIOLATIONS_SHOWN)
          .append(" violations more");
    }
    return text.toString();
  }

  private static String seconds(OptionalLong micros) {
    return micros.isPresent()
        ? String.format(Locale.ROOT, "%.1f s", micros.getAsLong() / MICROS_PER_SECOND)
        : "not in this run";
  }
}
