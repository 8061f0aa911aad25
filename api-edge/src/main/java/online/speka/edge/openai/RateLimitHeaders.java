package online.speka.edge.openai;

import java.time.Duration;
import online.speka.edge.limits.LimitVerdict.Level;
import online.speka.edge.limits.LimitVerdict.Remaining;
import org.springframework.http.HttpHeaders;

/// The `x-ratelimit` headers: what a client may use, what is left of it, and until when all of it
/// is there again.
final class RateLimitHeaders {
  private static final String PREFIX = "x-ratelimit-";

  private RateLimitHeaders() {}

  static void write(Remaining remaining, HttpHeaders headers) {
    remaining.requests().ifPresent(level -> write("requests", level, headers));
    remaining.tokens().ifPresent(level -> write("tokens", level, headers));
  }

  private static void write(String unit, Level level, HttpHeaders headers) {
    headers.set(PREFIX + "limit-" + unit, Long.toString(level.limit().amount()));
    headers.set(PREFIX + "remaining-" + unit, Long.toString(level.left()));
    headers.set(PREFIX + "reset-" + unit, text(level.reset()));
  }

  /// As Go writes durations, which is what clients of this header parse: `12ms`, `1.5s`, `6m0s`,
  /// `24h0m0s`.
  static String text(Duration duration) {
    long millis = Math.max(0, duration.plusNanos(999_999).toMillis());
    if (millis < 1000) {
      return millis + "ms";
    }
    long hours = millis / 3_600_000;
    long minutes = millis / 60_000 % 60;
    StringBuilder text = new StringBuilder();
    if (hours > 0) {
      text.append(hours).append('h');
    }
    if (hours > 0 || minutes > 0) {
      text.append(minutes).append('m');
    }
    long rest = millis % 60_000;
    text.append(rest / 1000);
    if (rest % 1000 != 0) {
      text.append(".%03d".formatted(rest % 1000).replaceAll("0+$", ""));
    }
    return text.append('s').toString();
  }
}
