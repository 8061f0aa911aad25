package online.speka.infra.bench.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What somebody wants to know.
///
/// @param path below the admin API's base
record Question(String words, String path) {

  /// What people ask: of a day, a month, a year; of themselves and of everybody.
  ///
  /// @param end of all bills, a whole hour
  /// @param span from the first bill to the last
  /// @param organization the one that has the most
  static List<Question> ofUsage(Instant end, Duration span, String organization) {
    String own = "&organization=" + organization;
    Duration month = Duration.ofDays(30);
    return List.of(
        new Question(
            "a day of one organisation by hour and key",
            usage("usage", end, Duration.ofDays(1)) + "&step=hour&group_by=key" + own),
        new Question(
            "30 days of one organisation by day, project, model",
            usage("usage", end, month) + "&step=day&group_by=project,model" + own),
        new Question(
            "30 days of one organisation by hour, key, model (CSV)",
            usage("usage.csv", end, month) + "&step=hour&group_by=key,model" + own),
        new Question(
            "a year of one organisation by month",
            usage("usage", end, span) + "&step=month&group_by=organization" + own),
        new Question(
            "30 days of all by day and organisation (CSV)",
            usage("usage.csv", end, month) + "&step=day&group_by=organization"),
        ofEverything(end, span));
  }

  /// Its rows hold every bill there is.
  static Question ofEverything(Instant end, Duration span) {
    return new Question(
        "a year of all by month and model",
        usage("usage", end, span) + "&step=month&group_by=model");
  }

  static Question ofBill(String job) {
    return new Question("one bill explained", "/bills/" + job);
  }

  private static String usage(String what, Instant end, Duration before) {
    return "/" + what + "?from=" + end.minus(before) + "&to=" + end;
  }
}
