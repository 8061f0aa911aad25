package online.speka.infra.bench.scenario;

import java.util.Map;
import online.speka.infra.bench.report.Numbers;
import online.speka.infra.bench.report.Table;
import online.speka.infra.bench.report.Verdict;
import online.speka.infra.bench.slow.Company;
import online.speka.infra.bench.slow.CrowdCounts;
import online.speka.infra.bench.slow.Growth;
import online.speka.infra.bench.slow.SlowResult;

/// The result of `slow` for people.
final class SlowText {

  private SlowText() {}

  static String of(SlowResult result, int clients) {
    StringBuilder text = new StringBuilder();
    text.append(times(result, clients)).append('\n').append(crowds(result)).append('\n');
    text.append(growths(result)).append('\n');
    result.edge().entrySet().stream()
        .filter(counter -> counter.getValue() > 0)
        .forEach(counter -> text.append(counter(counter)));
    text.append('\n')
        .append(verdict("p99 beside slow clients / beside nobody", result, Company.NOBODY))
        .append('\n')
        .append(verdict("p99 beside slow clients / beside readers", result, Company.READERS))
        .append('\n')
        .append(
            result.errors().isEmpty()
                ? "No error, no wrong byte in %d streams of others.".formatted(result.streams())
                : "ERRORS: " + result.errors())
        .append('\n');
    return text.append(result.isSound() ? "Bounded." : "NOT BOUNDED, OR WRONG.").toString();
  }

  private static Table times(SlowResult result, int clients) {
    Table table =
        new Table("ms between tokens, beside", "clients", "n", "p50", "p99", "p99.9", "max");
    result
        .turns()
        .forEach(
            (company, turn) ->
                table.row(
                    company.words(),
                    company == Company.NOBODY ? "" : "" + clients,
                    "" + turn.gap().count(),
                    Numbers.ms(turn.gap().p50()),
                    Numbers.ms(turn.gap().p99()),
                    Numbers.ms(turn.gap().p999()),
                    Numbers.ms(turn.gap().max())));
    return table;
  }

  private static Table crowds(SlowResult result) {
    Table table =
        new Table("at the end of their turns", "open", "ended", "cut", "refused", "MB read");
    result
        .turns()
        .forEach(
            (company, turn) -> {
              CrowdCounts crowd = turn.crowd();
              if (company != Company.NOBODY) {
                table.row(
                    company.words(),
                    "" + (crowd.open() + crowd.asked()),
                    "" + crowd.ended(),
                    "" + crowd.cut(),
                    "" + crowd.refused(),
                    Numbers.megabytes(crowd.bytes()));
              }
            });
    return table;
  }

  private static Table growths(SlowResult result) {
    Table table = new Table("process", "MB before", "MB most", "threads before", "threads most");
    for (Growth it : result.growths()) {
      table.row(
          it.role() + (it.isBounded() ? "" : " GREW"),
          Numbers.megabytes(it.bytesBefore()),
          Numbers.megabytes(it.bytesMost()),
          "" + it.threadsBefore(),
          "" + it.threadsMost());
    }
    return table;
  }

  private static String counter(Map.Entry<String, Double> counter) {
    return "edge, beside slow clients: %s +%s%n"
        .formatted(counter.getKey(), Numbers.fixed(counter.getValue(), 0));
  }

  private static Verdict verdict(String what, SlowResult result, Company to) {
    return new Verdict(
        what, result.ratio(to) * 100, " %", SlowResult.RATIO_MAX * 100, Verdict.Kind.AT_MOST);
  }
}
