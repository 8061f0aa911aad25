package online.speka.infra.bench.scenario;

import static online.speka.infra.bench.report.Numbers.fixed;
import static online.speka.infra.bench.report.Numbers.megabytes;
import static online.speka.infra.bench.report.Numbers.ms;

import java.util.Comparator;
import java.util.Map;
import online.speka.infra.bench.measure.CpuCost;
import online.speka.infra.bench.report.Table;

/// The result of `saturate` for people.
final class SaturateText {

  private static final int POOLS_SHOWN = 14;

  private record Pool(String role, String name, double ms) {}

  private SaturateText() {}

  static String of(SaturateResult result, int tokens) {
    return "Time to first token, from the moment a request was due, ms\n\n"
        + steps(result)
        + bound(result)
        + result.best().map(best -> cpu(result, best, tokens) + pools(best)).orElse("");
  }

  private static String bound(SaturateResult result) {
    double unloadedMs = result.unloaded().tally().firstToken().percentileMs(99);
    return "held: every request answered, p99 at most %s times the unloaded one, %s ms%n"
        .formatted(fixed(StepRule.P99_TIMES_MAX, 0), ms(new StepRule(unloadedMs).p99MsMax()));
  }

  private static Table steps(SaturateResult result) {
    Table table =
        new Table("rate/s", "answered", "p50", "p99", "max", "generator late p99", "cores", "");
    row(table, "unloaded ", result.unloaded());
    result.steps().forEach(step -> row(table, "", step));
    row(table, "direct ", result.control());
    return table;
  }

  private static void row(Table table, String what, Step step) {
    var first = step.tally().firstToken().summary();
    double cores = step.usage().cores().values().stream().mapToDouble(Double::doubleValue).sum();
    table.row(
        what + fixed(step.ratePerSecond(), 0),
        "" + step.tally().answered(),
        ms(first.p50Ms()),
        ms(first.p99Ms()),
        ms(first.maxMs()),
        ms(step.tally().late().percentileMs(99)),
        fixed(cores, 2),
        step.judgement().words());
  }

  private static String cpu(SaturateResult result, Step best, int tokens) {
    Table table =
        new Table(
            "process",
            "cores",
            "CPU ms/request",
            "= per request",
            "+ " + tokens + " x per chunk, us",
            "memory MB");
    Map<String, Double> cores = best.usage().cores();
    double sum = 0;
    for (Map.Entry<String, Double> entry : best.usage().msPerRequest().entrySet()) {
      String role = entry.getKey();
      CpuCost cost = result.split().get(role);
      Long resident = result.residentBytes().get(role);
      sum += role.startsWith("(") || role.equals("others") ? 0 : entry.getValue();
      table.row(
          role,
          fixed(cores.getOrDefault(role, 0.0), 2),
          fixed(entry.getValue(), 3),
          cost == null ? "-" : fixed(cost.requestMs(), 3),
          cost == null ? "-" : fixed(cost.chunkMs() * 1000, 1),
          resident == null ? "-" : megabytes(resident));
    }
    return "\nCPU at "
        + fixed(best.ratePerSecond(), 0)
        + "/s; its split in costs per request and per chunk at half of that\n\n"
        + table
        + "the platform together: "
        + fixed(sum, 3)
        + " ms of CPU per request\n";
  }

  private static String pools(Step best) {
    Table table = new Table("busiest threads", "process", "CPU ms/request");
    best.usage().threadCpuNanos().entrySet().stream()
        .flatMap(
            role ->
                role.getValue().entrySet().stream()
                    .map(
                        pool ->
                            new Pool(
                                role.getKey(),
                                pool.getKey(),
                                pool.getValue() / 1e6 / best.usage().answered())))
        .sorted(Comparator.comparingDouble(Pool::ms).reversed())
        .limit(POOLS_SHOWN)
        .forEach(pool -> table.row(pool.name(), pool.role(), fixed(pool.ms(), 3)));
    return "\n" + table;
  }
}
