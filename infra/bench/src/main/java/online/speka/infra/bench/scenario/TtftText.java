package online.speka.infra.bench.scenario;

import static online.speka.infra.bench.report.Numbers.fixed;
import static online.speka.infra.bench.report.Numbers.ms;
import static online.speka.infra.bench.report.Numbers.signedMs;

import java.util.List;
import online.speka.infra.bench.measure.Latencies;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.report.Table;

/// The result of `ttft` for people.
final class TtftText {

  private TtftText() {}

  static String of(List<LevelResult> results) {
    return "Time to first token, from the moment a request was due, ms\n\n"
        + latencies(results)
        + "\n"
        + (results.stream().allMatch(it -> it.floor().both().count() == 0)
            ? "Floor: not measured, for the addresses of Kafka and Redis are not known (--ready).\n"
            : floorTitle() + floor(results))
        + "\nWhere the time goes, ms (p50 / p99)\n\n"
        + steps(results)
        + platform(results);
  }

  private static String floorTitle() {
    return "Floor: Kafka produce -> consume (acks=all) and then Redis publish -> receive, ms\n\n";
  }

  private static Table latencies(List<LevelResult> results) {
    Table table =
        new Table(
            "level",
            "rate/s",
            "in flight",
            "requests",
            "direct p50",
            "p99",
            "through p50",
            "p99",
            "added p50",
            "p99",
            "errors");
    for (LevelResult it : results) {
      Latencies direct = it.direct().firstToken();
      Latencies through = it.through().firstToken();
      table.row(
          it.level().name(),
          fixed(it.level().ratePerSecond(), 0),
          fixed(it.inFlightMean(), 1),
          "" + through.count(),
          ms(direct.percentileMs(50)),
          ms(direct.percentileMs(99)),
          ms(through.percentileMs(50)),
          ms(through.percentileMs(99)),
          signedMs(it.added().p50Ms()),
          signedMs(it.added().p99Ms()),
          "" + it.errors());
    }
    return table;
  }

  private static Table floor(List<LevelResult> results) {
    Table table =
        new Table(
            "level",
            "passes",
            "kafka p50",
            "p99",
            "redis p50",
            "p99",
            "both p50",
            "p99",
            "added/floor p50");
    for (LevelResult it : results) {
      var floor = it.floor();
      table.row(
          it.level().name(),
          "" + floor.both().count(),
          ms(floor.kafka().percentileMs(50)),
          ms(floor.kafka().percentileMs(99)),
          ms(floor.redis().percentileMs(50)),
          ms(floor.redis().percentileMs(99)),
          ms(floor.both().percentileMs(50)),
          ms(floor.both().percentileMs(99)),
          fixed(it.added().overFloor(floor.both()), 2) + " x");
    }
    return table;
  }

  private static Table steps(List<LevelResult> results) {
    Table table =
        new Table("level", "", "generator late", "way in", "engine", "way out", "sum p50");
    for (LevelResult it : results) {
      steps(table, it.level().name(), "direct", it.direct());
      steps(table, "", "through", it.through());
    }
    return table;
  }

  private static void steps(Table table, String level, String side, Tally tally) {
    double sum =
        tally.late().percentileMs(50)
            + tally.wayIn().percentileMs(50)
            + tally.engine().percentileMs(50)
            + tally.wayOut().percentileMs(50);
    table.row(
        level,
        side,
        pair(tally.late()),
        pair(tally.wayIn()),
        pair(tally.engine()),
        pair(tally.wayOut()),
        ms(sum));
  }

  private static String pair(Latencies latencies) {
    return ms(latencies.percentileMs(50)) + " / " + ms(latencies.percentileMs(99));
  }

  /// What the platform knows of the same requests.
  private static String platform(List<LevelResult> results) {
    StringBuilder text = new StringBuilder();
    for (LevelResult it : results) {
      PlatformView view = it.platform();
      if (view.jobs() > 0) {
        text.append(
            "\n%s, the platform's outcomes: %d jobs %s, %d retried; accepted -> started on the worker p50 %s, p99 %s; -> first frame p50 %s, p99 %s\n"
                .formatted(
                    it.level().name(),
                    view.jobs(),
                    view.outcomes(),
                    view.retried(),
                    ms(view.queued().p50Ms()),
                    ms(view.queued().p99Ms()),
                    ms(view.firstToken().p50Ms()),
                    ms(view.firstToken().p99Ms())));
      }
      view.timers()
          .forEach(
              (role, timers) ->
                  timers.forEach(
                      (name, timer) ->
                          text.append(
                              "  %-10s %-50s mean %s ms (%.0f times)%n"
                                  .formatted(role, name, ms(timer.meanMs()), timer.count()))));
    }
    return text.toString();
  }
}
