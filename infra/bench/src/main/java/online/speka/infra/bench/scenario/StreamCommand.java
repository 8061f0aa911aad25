package online.speka.infra.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.measure.Watched;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Verdict;
import online.speka.infra.bench.script.StreamScript.Shape;
import online.speka.infra.bench.stack.StackException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stream`: what a streamed chunk costs the edge, beside a bare server that writes the same bytes.
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = "CPU and bytes allocated per chunk of the edge, beside a bare server.")
public final class StreamCommand implements Callable<Integer> {

  static final String BARE = "(bare)";

  private static final int SECONDS = 60;
  private static final int TOKENS = 1000;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many are in flight. Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--inter-token-ms",
      defaultValue = "20",
      description = "The engine's time between tokens. Default: ${DEFAULT-VALUE}.")
  private int interTokenMs;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public StreamCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(
      String scenario,
      Environment environment,
      double measuredSeconds,
      double warmUpSeconds,
      int streams,
      double engineInterTokenMs,
      int tokens,
      StreamResult.Json result,
      List<Verdict> verdicts,
      int errors) {}

  @Override
  public Integer call() throws InterruptedException {
    Environment environment = Environment.ofThisMachine();
    Duration measured = options.measured(SECONDS);
    Shape shape =
        new Shape(options.firstToken(), Duration.ofMillis(interTokenMs), options.tokens(TOKENS));
    StreamPlan plan = new StreamPlan(shape, streams, options.warmUp(measured), measured);
    options.stack().separateRoles();
    StreamResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        Testbed testbed = Testbed.open(options.stack(), folders, progress, ticker)) {
      result = measure(testbed, progress, plan);
      progress.show("stopping");
    }
    print(environment, result);
    Result all =
        new Result(
            "stream",
            environment,
            measured.toSeconds(),
            plan.warmUp().toSeconds(),
            streams,
            interTokenMs,
            shape.tokens(),
            result.json(),
            result.verdicts(),
            result.errors());
    options.json().ifPresent(file -> JsonFile.write(file, all));
    return result.errors() == 0 ? 0 : 1;
  }

  private StreamResult measure(Testbed testbed, Progress progress, StreamPlan plan)
      throws InterruptedException {
    long edgePid =
        testbed
            .edgePid()
            .orElseThrow(() -> new StackException("stream needs an edge in a process of its own."));
    StreamClient through = testbed.through();
    Shape probe = plan.shape().withTokens(1);
    new WarmUp(new Slices(testbed.timeline(), progress), probe, ticker).awaitAnswer(through);
    Testbed.Bare bare =
        testbed.bare().orElseThrow(() -> new StackException("stream needs the address of Redis."));
    long barePid = bare.process().pid();
    CpuMeter cpu = testbed.cpuMeter(new Watched(BARE, barePid, false));
    var servers =
        new StreamMeasurement.Servers(
            new StreamMeasurement.Server(Testbed.EDGE, through, testbed.allocationMeter(edgePid)),
            new StreamMeasurement.Server(BARE, bare.client(), testbed.allocationMeter(barePid)),
            bare.process());
    return new StreamMeasurement(servers, cpu, testbed.timeline(), progress, ticker).measure(plan);
  }

  private static void print(Environment environment, StreamResult result) {
    System.out.println(environment + "\n");
    System.out.println(StreamText.of(result));
    result.verdicts().forEach(System.out::println);
    System.out.println(
        result.errors() == 0
            ? "No error, no wrong byte in %d streams, each read twice."
                .formatted(result.edgeTally().answered())
            : result.errors() + " ERRORS:");
    print(Testbed.EDGE, result.edgeTally());
    print(BARE, result.bareTally());
  }

  private static void print(String side, Tally tally) {
    tally.reasons().forEach((why, n) -> System.out.println("  " + side + ": " + n + " x " + why));
  }
}
