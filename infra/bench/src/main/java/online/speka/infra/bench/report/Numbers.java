package online.speka.infra.bench.report;

import java.util.Locale;

/// Numbers as they are printed, the same on every machine.
public final class Numbers {

  private static final double NANOS_PER_MS = 1e6;
  private static final double BYTES_PER_MB = 1e6;

  private Numbers() {}

  public static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
  }

  public static String ms(double milliseconds) {
    return fixed(milliseconds, 2);
  }

  /// With its sign, as differences are.
  public static String signedMs(double milliseconds) {
    return Double.isFinite(milliseconds) ? String.format(Locale.ROOT, "%+.2f", milliseconds) : "-";
  }

  public static double nanosToMs(double nanos) {
    return nanos / NANOS_PER_MS;
  }

  public static String megabytes(long bytes) {
    return fixed(bytes / BYTES_PER_MB, 0);
  }
}
