package online.speka.infra.bench.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first token of an answer says when the upstream had the request and when it wrote this
/// token.
///
/// Times are of the machine's monotonic clock, which all processes of one machine share, so the
/// receiver can tell the way in from the way out. Not so between machines: the bench runs on one.
public record FirstToken(long mark, long arrivedNanos, long writtenNanos) {

  private static final Pattern TEXT = Pattern.compile("(\\d+)@(-?\\d+)/(-?\\d+) ");

  public String text() {
    return mark + "@" + arrivedNanos + "/" + writtenNanos + " ";
  }

  public static Optional<FirstToken> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FirstToken(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3))));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
