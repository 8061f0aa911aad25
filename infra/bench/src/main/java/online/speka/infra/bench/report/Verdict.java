package online.speka.infra.bench.report;

/// A number against its target. Not reaching a target is a result, not an error.
///
/// @param value not a number if it could not be measured
/// @param target the most it should be, or the least
public record Verdict(String what, double value, String unit, double target, Kind kind) {

  /// Which side of the target is good.
  public enum Kind {
    AT_MOST("at most"),
    AT_LEAST("at least");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  public boolean measured() {
    return Double.isFinite(value);
  }

  public boolean reached() {
    return switch (kind) {
      case AT_MOST -> value <= target;
      case AT_LEAST -> value >= target;
    };
  }

  @Override
  public String toString() {
    String aim = kind.words + " " + Numbers.fixed(target, 1) + unit;
    if (!measured()) {
      return "not measured  " + what + " (target " + aim + ")";
    }
    return (reached() ? "PASS          " : "OVER TARGET   ")
            .replace("OVER", kind == Kind.AT_MOST ? "OVER" : "UNDER")
        + what
        + ": "
        + Numbers.fixed(value, 2)
        + unit
        + " (target "
        + aim
        + ")";
  }
}
