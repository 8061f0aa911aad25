package online.speka.ledger.console;

import java.time.Duration;
import java.util.Arrays;

/// The spans of time the page can show.
enum Period {
  HOUR("1h", "last hour", Duration.ofHours(1)),
  DAY("24h", "last 24 hours", Duration.ofDays(1)),
  WEEK("7d", "last 7 days", Duration.ofDays(7)),
  MONTH("30d", "last 30 days", Duration.ofDays(30));

  private final String key;
  private final String label;
  private final Duration length;

  Period(String key, String label, Duration length) {
    this.key = key;
    this.label = label;
    this.length = length;
  }

  /// Anything that is none of them is a day: a page is no place for an error about a link.
  static Period of(String key) {
    return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst().orElse(DAY);
  }

  String key() {
    return key;
  }

  String label() {
    return label;
  }

  Duration length() {
    return length;
  }
}
