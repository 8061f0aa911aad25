package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.money.Finding;
import online.speka.infra.bench.money.Invariant;
import online.speka.infra.bench.money.MoneyResult;
import online.speka.infra.bench.money.MoneyRun;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Numbers;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Table;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.ReadyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `money`: clients race for a small credit over three edges, while whatever money goes through is
/// killed.
@Command(
    name = "money",
    mixinStandardHelpOptions = true,
    description =
        "A thousand clients, three edges, little credit; Redis, PostgreSQL, edges and the ledger"
            + " killed: is the limit a limit, and every bill right?")
public final class MoneyCommand implements Callable<Integer> {

  private static final String TOPOLOGY = "edge=3,dispatcher=1,worker=1,ledger=1";

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Clients at once. Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Default: ${DEFAULT-VALUE}; nothing is killed in the first.")
  private int rounds;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "4",
      description = "In each round but the first. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--credit",
      paramLabel = "MICRO-CREDITS",
      defaultValue = "100000",
      description =
          "What there is when a round begins; a request can cost some hundred. At most 120000."
              + " Default: ${DEFAULT-VALUE}.")
  private long credit;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Pairs of requests after each round, at the limit and one above. Default:"
              + " ${DEFAULT-VALUE}.")
  private int probes;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of requests and kills. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--ready",
      paramLabel = "FILE",
      description =
          "ready.json of a running platform with the simulated models; its launcher has to bring"
              + " servers back. Default: one is started.")
  private @Nullable Path ready;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public MoneyCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(String scenario, Environment environment, MoneyResult result) {}

  @Override
  public Integer call() {
    Environment environment = Environment.ofThisMachine();
    MoneyResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"))) {
      Path given = ready;
      result = given == null ? started(progress) : run(given, progress);
      progress.show("stopping");
    }
    print(environment, result);
    if (json != null) {
      JsonFile.write(json, new Result("money", environment, result));
    }
    return result.holds() ? 0 : 1;
  }

  private MoneyResult started(Progress progress) {
    Map<String, String> environment =
        Map.of(
            "SPEKA_RESTART", "true",
            "SPEKA_MODELS", MoneyRun.MODEL,
            "SPEKA_SIM_TTFT", "50ms",
            "SPEKA_SIM_ITL", "10ms");
    var wanted =
        new LaunchedStack.Wanted(folders.root(), folders.scratch(), "", TOPOLOGY, environment);
    try (LaunchedStack stack = LaunchedStack.start(wanted, progress::show)) {
      return run(stack.data().resolve("ready.json"), progress);
    }
  }

  private MoneyResult run(Path readyFile, Progress progress) {
    var platform =
        new MoneyRun.Platform(
            () -> ReadyFile.read(readyFile), readyFile, readyFile.resolveSibling("catalog.yaml"));
    var plan = new MoneyRun.Plan(requests, rounds, kills, credit, probes, seed);
    return new MoneyRun(platform, plan, ticker, progress::show).run();
  }

  private static void print(Environment environment, MoneyResult result) {
    System.out.println(environment + "\n");
    Table table =
        new Table(
            "round", "credit", "kills", "sent", "200", "left", "402", "503", "other", "probes",
            "settled");
    for (MoneyResult.RoundResult round : result.rounds()) {
      table.row(
          "" + round.round(),
          "" + round.credit(),
          "" + round.kills(),
          "" + round.attempts(),
          "" + round.accepted(),
          "" + round.left(),
          "" + round.refused(),
          "" + round.putOff(),
          "" + round.failed(),
          "" + round.probes(),
          Numbers.fixed(round.settledSeconds(), 1) + " s");
    }
    System.out.println(table);
    System.out.println(
        ("Killed: %s; %d generations of funds; %d looks at Redis, %d at"
                + " the books (%d without an answer).")
            .formatted(
                new TreeMap<>(result.kills()),
                result.generations(),
                result.fundSamples(),
                result.bookSamples(),
                result.missedSamples()));
    System.out.println(
        "%d micro-credits paid in, %d billed in %d bills.%n"
            .formatted(result.credit(), result.billed(), result.bills()));
    for (Invariant invariant : Invariant.values()) {
      int times = result.broken().getOrDefault(invariant, 0);
      System.out.println(
          (times == 0 ? "holds    " : "BROKEN   ")
              + invariant.words()
              + (times == 0 ? "" : ": " + times + " times"));
    }
    for (Finding finding : result.examples()) {
      System.out.println("  " + finding.invariant() + ": " + finding.what());
    }
  }
}
