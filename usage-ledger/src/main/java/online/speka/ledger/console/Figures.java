package online.speka.ledger.console;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as the page writes them: exact, and the same everywhere.
final class Figures {

  private static final int CREDIT_DIGITS = 6;
  private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Figures() {}

  /// Credits with all six decimals, never rounded.
  static String credits(BigInteger microCredits) {
    return new DecimalFormat("#,##0.000000", SYMBOLS)
        .format(new BigDecimal(microCredits, CREDIT_DIGITS));
  }

  static String count(BigInteger number) {
    return new DecimalFormat("#,##0", SYMBOLS).format(number);
  }

  static String count(long number) {
    return count(BigInteger.valueOf(number));
  }

  static String moment(Instant instant) {
    return MOMENT.format(instant);
  }

  /// Whole percent of the whole; 0 of nothing.
  static int percent(BigInteger part, BigInteger whole) {
    return whole.signum() == 0
        ? 0
        : part.multiply(BigInteger.valueOf(100)).divide(whole).intValueExact();
  }
}
