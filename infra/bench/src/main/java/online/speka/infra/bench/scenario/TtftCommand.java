package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.floor.Floor;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Verdict;
import online.speka.infra.bench.report.Verdict.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `ttft`: what the platform adds to the time to first token.
@Command(
    name = "ttft",
    mixinStandardHelpOptions = true,
    description = "What the platform adds to the time to first token, against the floor.")
public final class TtftCommand implements Callable<Integer> {

  private static final int SECONDS = 65;
  private static final int TOKENS = 16;
  private static final int ROTATIONS = 4;
  private static final double WARM_UP_RATE = 100;

  private static final double FLOOR_RATIO_MAX = 2.0;
  private static final double P99_RATIO_MAX = 5.0;
  private static final double ADDED_AT_25_MS_MAX = 3.0;

  @Mixin private CommonOptions options = new CommonOptions();

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public TtftCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(
      String scenario,
      Environment environment,
      double measuredSeconds,
      double warmUpSeconds,
      List<LevelResult.Json> levels,
      List<Verdict> verdicts,
      int errors) {}

  @Override
  public Integer call() throws InterruptedException {
    Environment environment = Environment.ofThisMachine();
    Duration measured = options.measured(SECONDS);
    TtftPlan plan = new TtftPlan(levels(), options.warmUp(measured), measured, ROTATIONS);
    List<LevelResult> results = new ArrayList<>();
    Tally warmUp;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        Testbed testbed = Testbed.open(options.stack(), folders, progress, ticker)) {
      warmUp = measure(testbed, progress, plan, results);
      progress.show("stopping");
    }
    List<Verdict> verdicts = verdicts(results);
    int errors = warmUp.errors() + results.stream().mapToInt(LevelResult::errors).sum();
    print(environment, results, verdicts, errors, warmUp);
    Result result =
        new Result(
            "ttft",
            environment,
            measured.toSeconds(),
            plan.warmUp().toSeconds(),
            results.stream().map(LevelResult::json).toList(),
            verdicts,
            errors);
    options.json().ifPresent(file -> JsonFile.write(file, result));
    return errors == 0 ? 0 : 1;
  }

  private List<Level> levels() {
    Duration first = options.firstToken();
    int tokens = options.tokens(TOKENS);
    return List.of(
        Level.of(1, 20, first, tokens),
        Level.of(4, 25, first, tokens).named("25/s"),
        Level.of(64, 100, first, tokens));
  }

  private Tally measure(
      Testbed testbed, Progress progress, TtftPlan plan, List<LevelResult> results)
      throws InterruptedException {
    StreamClient direct = testbed.direct();
    StreamClient through = testbed.through();
    Slices slices = new Slices(testbed.timeline(), progress);
    WarmUp warmUp = new WarmUp(slices, plan.levels().getFirst().shape(), ticker);
    warmUp.awaitAnswer(direct);
    warmUp.awaitAnswer(through);
    Optional<Floor> floor = testbed.floor();
    PlatformAccounts accounts =
        new PlatformAccounts(testbed.outcomes(), testbed.metrics(), options.stack().model());
    Tally warm = warmUp.run(direct, through, floor, new WarmUp.Plan(plan.warmUp(), WARM_UP_RATE));
    TtftMeasurement measurement = new TtftMeasurement(slices, direct, through, floor, accounts);
    for (Level level : plan.levels()) {
      LevelResult result = measurement.measure(level, plan);
      results.add(result);
      progress.note(
          "%s: added p50 %.2f ms, p99 %.2f ms"
              .formatted(level.name(), result.added().p50Ms(), result.added().p99Ms()));
    }
    return warm;
  }

  private static List<Verdict> verdicts(List<LevelResult> results) {
    LevelResult calm = results.getFirst();
    LevelResult at25 = results.get(1);
    LevelResult busy = results.getLast();
    List<Verdict> verdicts = new ArrayList<>();
    for (LevelResult it : List.of(calm, busy)) {
      double ratio = it.added().overFloor(it.floor().both());
      verdicts.add(
          new Verdict(
              "added p50 at " + it.level().name() + " over the floor's p50",
              ratio,
              " x",
              FLOOR_RATIO_MAX,
              Kind.AT_MOST));
    }
    double p99Ratio = calm.added().p99Ms() > 0 ? busy.added().p99Over(calm.added()) : Double.NaN;
    verdicts.add(
        new Verdict(
            "added p99 at " + busy.level().name() + " over that at " + calm.level().name(),
            p99Ratio,
            " x",
            P99_RATIO_MAX,
            Kind.AT_MOST));
    verdicts.add(
        new Verdict(
            "added p50 at 25/s", at25.added().p50Ms(), " ms", ADDED_AT_25_MS_MAX, Kind.AT_MOST));
    return verdicts;
  }

  private static void print(
      Environment environment,
      List<LevelResult> results,
      List<Verdict> verdicts,
      int errors,
      Tally warmUp) {
    System.out.println(environment + "\n");
    System.out.println(TtftText.of(results));
    verdicts.forEach(System.out::println);
    System.out.println(errors == 0 ? "No error, no wrong byte." : errors + " ERRORS:");
    warmUp.reasons().forEach((reason, n) -> System.out.println("  warm-up: " + n + " x " + reason));
    for (LevelResult it : results) {
      it.direct().reasons().forEach((r, n) -> error(it, "direct", r, n));
      it.through().reasons().forEach((r, n) -> error(it, "through", r, n));
      if (it.floor().broken() > 0) {
        error(it, "floor", "a pass did not arrive", it.floor().broken());
      }
    }
  }

  private static void error(LevelResult it, String side, String reason, int count) {
    System.out.println("  " + it.level().name() + " " + side + ": " + count + " x " + reason);
  }
}
