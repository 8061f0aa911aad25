package online.speka.infra.bench.measure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The timers in a Prometheus text: for each name, how often and how long in all, over all labels.
public final class Exposition {

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)_seconds_(sum|count)(?:\\{.*})? ([-+.\\deE]+)(?: \\d+)?");

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*(?:\\{.*})?) ([-+.\\deE]+)(?: \\d+)?");

  private Exposition() {}

  /// @param seconds in all
  public record Timer(double count, double seconds) {

    Timer plus(Timer other) {
      return new Timer(count + other.count, seconds + other.seconds);
    }

    Timer minus(Timer earlier) {
      return new Timer(count - earlier.count, seconds - earlier.seconds);
    }

    public double meanMs() {
      return seconds / count * 1000;
    }
  }

  public static Map<String, Timer> timers(String text) {
    Map<String, Timer> timers = new TreeMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> {
              double value = Double.parseDouble(line.group(3));
              Timer part = line.group(2).equals("sum") ? new Timer(0, value) : new Timer(value, 0);
              timers.merge(line.group(1), part, Timer::plus);
            });
    return timers;
  }

  /// Values of all samples whose names begin with one of these, by name and labels.
  public static Map<String, Double> samples(String text, List<String> prefixes) {
    Map<String, Double> samples = new TreeMap<>();
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .filter(line -> prefixes.stream().anyMatch(line.group(1)::startsWith))
        .forEach(line -> samples.put(line.group(1), Double.parseDouble(line.group(2))));
    return samples;
  }

  /// What happened between two texts; timers in which nothing did are left out.
  public static Map<String, Timer> between(Map<String, Timer> before, Map<String, Timer> after) {
    Map<String, Timer> delta = new TreeMap<>();
    after.forEach(
        (name, timer) -> {
          Timer change = timer.minus(before.getOrDefault(name, new Timer(0, 0)));
          if (change.count() > 0) {
            delta.put(name, change);
          }
        });
    return delta;
  }
}
