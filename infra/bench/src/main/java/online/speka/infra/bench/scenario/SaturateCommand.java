package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.measure.CpuCost;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Verdict;
import online.speka.infra.bench.report.Verdict.Kind;
import online.speka.infra.bench.script.StreamScript.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `saturate`: the highest rate held, and what a request and a chunk cost each process.
@Command(
    name = "saturate",
    mixinStandardHelpOptions = true,
    description = "The highest rate held, and the CPU that a request and a chunk cost.")
public final class SaturateCommand implements Callable<Integer> {

  private static final int SECONDS = 100;
  private static final int TOKENS = 16;
  private static final double HELD_MIN = 300;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--from-rate",
      paramLabel = "RATE",
      defaultValue = "40",
      description = "Requests per second of the first step. Default: ${DEFAULT-VALUE}.")
  private double firstRate;

  @Option(
      names = "--inter-token-ms",
      defaultValue = "10",
      description = "The engine's time between tokens. Default: ${DEFAULT-VALUE}.")
  private int interTokenMs;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public SaturateCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(
      String scenario,
      Environment environment,
      double measuredSeconds,
      double engineFirstTokenMs,
      double engineInterTokenMs,
      int tokens,
      double highestRateHeld,
      Step.Json unloaded,
      List<Step.Json> steps,
      Step.Json control,
      Map<String, CpuCost> cpu,
      Map<String, Long> residentBytes,
      Verdict verdict,
      int errors) {}

  @Override
  public Integer call() throws InterruptedException {
    Environment environment = Environment.ofThisMachine();
    Duration measured = options.measured(SECONDS);
    Shape shape =
        new Shape(options.firstToken(), Duration.ofMillis(interTokenMs), options.tokens(TOKENS));
    SaturatePlan plan = SaturatePlan.of(shape, options.warmUp(measured), firstRate, measured);
    SaturateResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        Testbed testbed = Testbed.open(options.stack(), folders, progress, ticker)) {
      result = measure(testbed, progress, plan);
      progress.show("stopping");
    }
    Verdict verdict =
        new Verdict("highest rate held", result.highestRate(), "/s", HELD_MIN, Kind.AT_LEAST);
    System.out.println(environment + "\n");
    System.out.println(SaturateText.of(result, shape.tokens()));
    System.out.println(verdict);
    System.out.println(
        result.errors() == 0 ? "No wrong byte at any rate." : result.errors() + " ERRORS.");
    Result all = json(environment, measured, shape, result, verdict);
    options.json().ifPresent(file -> JsonFile.write(file, all));
    return result.errors() == 0 ? 0 : 1;
  }

  private SaturateResult measure(Testbed testbed, Progress progress, SaturatePlan plan)
      throws InterruptedException {
    StreamClient direct = testbed.direct();
    StreamClient through = testbed.through();
    Slices slices = new Slices(testbed.timeline(), progress);
    WarmUp warmUp = new WarmUp(slices, plan.shape(), ticker);
    warmUp.awaitAnswer(direct);
    warmUp.awaitAnswer(through);
    warmUp.run(
        direct, through, Optional.empty(), new WarmUp.Plan(plan.warmUp(), plan.firstRate() * 2));
    CpuMeter cpu = testbed.cpuMeter();
    var measurement = new SaturateMeasurement(slices, cpu, plan, progress, ticker);
    Step unloaded = measurement.unloaded(through);
    StepRule rule = new StepRule(unloaded.tally().firstToken().percentileMs(99));
    List<Step> steps = measurement.steps(through, rule);
    Step control = measurement.control(direct, steps.getLast().ratePerSecond(), rule);
    SaturateResult found =
        new SaturateResult(unloaded, steps, control, Map.of(), cpu.residentBytes());
    Map<String, CpuCost> split =
        found.best().isPresent() ? measurement.split(through, found.highestRate(), rule) : Map.of();
    return new SaturateResult(unloaded, steps, control, split, cpu.residentBytes());
  }

  private static Result json(
      Environment environment,
      Duration measured,
      Shape shape,
      SaturateResult result,
      Verdict verdict) {
    return new Result(
        "saturate",
        environment,
        measured.toSeconds(),
        shape.firstToken().toNanos() / 1e6,
        shape.interToken().toNanos() / 1e6,
        shape.tokens(),
        result.highestRate(),
        result.unloaded().json(),
        result.steps().stream().map(Step::json).toList(),
        result.control().json(),
        result.split(),
        result.residentBytes(),
        verdict,
        result.errors());
  }
}
