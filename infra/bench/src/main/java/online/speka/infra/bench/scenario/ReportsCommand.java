package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.probe.AdminApi;
import online.speka.infra.bench.probe.HttpDoor;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Numbers;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Table;
import online.speka.infra.bench.reports.ReportsResult;
import online.speka.infra.bench.reports.ReportsRun;
import online.speka.infra.bench.stack.AdminAddress;
import online.speka.infra.bench.stack.LaunchedStack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `reports`: what reports cost when there are very many bills.
@Command(
    name = "reports",
    mixinStandardHelpOptions = true,
    description = "A year of bills: how long usage reports and bills take, and are they whole?")
public final class ReportsCommand implements Callable<Integer> {

  private static final String TOPOLOGY = "edge=1,dispatcher=1,worker=1,ledger=1";

  /// Nobody asks it for anything.
  private static final String UPSTREAM = "bench/nobody=http://127.0.0.1:9/v1";

  private static final Duration YEAR = Duration.ofDays(365);
  private static final double GIGABYTE = 1e9;

  @Option(
      names = "--bills",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "How many in the end; asked at a tenth of them too. Default: ${DEFAULT-VALUE}.")
  private long bills;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public ReportsCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(String scenario, Environment environment, ReportsResult result) {}

  @Override
  public Integer call() {
    Environment environment = Environment.ofThisMachine();
    ReportsResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        LaunchedStack stack = LaunchedStack.start(wanted(), progress::show)) {
      AdminAddress address = stack.admin();
      try (HttpDoor door = new HttpDoor(address.url())) {
        result =
            ReportsRun.run(
                new ReportsRun.Plan(bills, lastWholeHour(), YEAR),
                new AdminApi(door, address.token()),
                stack.ready().databaseUrl(),
                ticker,
                progress::show);
      }
      progress.show("stopping");
    }
    System.out.println(environment + "\n");
    System.out.println(text(result));
    if (json != null) {
      JsonFile.write(json, new Result("reports", environment, result));
    }
    return result.isWhole() ? 0 : 1;
  }

  private LaunchedStack.Wanted wanted() {
    return new LaunchedStack.Wanted(
        folders.root(), folders.scratch(), UPSTREAM, TOPOLOGY, Map.of());
  }

  private static Instant lastWholeHour() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .orElseThrow()
        .truncatedTo(ChronoUnit.HOURS);
  }

  static String text(ReportsResult result) {
    StringBuilder text = new StringBuilder();
    for (ReportsResult.Level level : result.levels()) {
      text.append(
          "%,d bills, %s GB with indexes; %,d hourly sums; put there and summed up at %,.0f/s%n"
              .formatted(
                  level.bills(),
                  Numbers.fixed(level.bytes() / GIGABYTE, 2),
                  level.hourlySums(),
                  level.rolledPerSecond()));
    }
    Table table = new Table("", "p50 ms at a tenth", "p50 ms", "max ms", "ratio", "answer kB");
    List<ReportsResult.Answered> few = result.levels().getFirst().answers();
    List<ReportsResult.Answered> many = result.levels().getLast().answers();
    for (int i = 0; i < many.size(); i++) {
      double before = few.get(i).times().p50Ms();
      double now = many.get(i).times().p50Ms();
      table.row(
          many.get(i).question(),
          Numbers.ms(before),
          Numbers.ms(now),
          Numbers.ms(many.get(i).times().maxMs()),
          Numbers.fixed(now / before, 1),
          Numbers.fixed(many.get(i).bytes() / 1e3, 1));
    }
    return text
        + "\n"
        + table
        + "\n"
        + (result.isWhole() ? "Every bill is in the reports, once." : "A REPORT IS NOT WHOLE.");
  }
}
