package online.speka.infra.bench.measure;

import java.util.Optional;

/// CPU time of one process or thread, from a line of `/proc/<pid>/stat`.
///
/// @param name as the kernel knows it: at most 15 bytes
/// @param ticks user and system time together, in clock ticks since it began
public record ProcStat(String name, long ticks) {

  /// Fields after the name, counted from zero: state is the first.
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  /// Empty if the line is no such thing.
  public static Optional<ProcStat> parse(String line) {
    // The name may hold blanks and parentheses; the last one that closes ends it.
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 0 || close < open) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 1).strip().split(" ", -1);
    if (fields.length <= SYSTEM) {
      return Optional.empty();
    }
    try {
      long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
      return Optional.of(new ProcStat(line.substring(open + 1, close), ticks));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
