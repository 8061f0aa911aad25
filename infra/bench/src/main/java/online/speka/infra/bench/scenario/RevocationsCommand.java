package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.measure.Latencies;
import online.speka.infra.bench.probe.AdminApi;
import online.speka.infra.bench.probe.HttpDoor;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Numbers;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Table;
import online.speka.infra.bench.revocation.RevocationPlan;
import online.speka.infra.bench.revocation.RevocationRun;
import online.speka.infra.bench.revocation.RevocationsResult;
import online.speka.infra.bench.stack.AdminAddress;
import online.speka.infra.bench.stack.LaunchedStack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `revocations`: how long a revoked key still opens anything.
@Command(
    name = "revocations",
    mixinStandardHelpOptions = true,
    description = "Keys revoked under traffic: when does the last edge accept each the last time?")
public final class RevocationsCommand implements Callable<Integer> {

  private static final String MODEL = "meta/llama-3.3-70b-instruct";

  /// Nobody asks it for anything.
  private static final String UPSTREAM = "bench/nobody=http://127.0.0.1:9/v1";

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many are revoked. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--edges",
      paramLabel = "N",
      defaultValue = "5",
      description = "Processes. Default: ${DEFAULT-VALUE}.")
  private int edges;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "40",
      description = "Revocations a second. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--traffic",
      paramLabel = "N",
      defaultValue = "20",
      description = "Chat requests a second with keys that stay. Default: ${DEFAULT-VALUE}.")
  private double traffic;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public RevocationsCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(String scenario, Environment environment, RevocationsResult result) {}

  @Override
  public Integer call() {
    RevocationPlan plan = new RevocationPlan(keys, rate, traffic, MODEL);
    Environment environment = Environment.ofThisMachine();
    RevocationsResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        LaunchedStack stack = LaunchedStack.start(wanted(), progress::show)) {
      result = run(stack, plan, progress);
      progress.show("stopping");
    }
    System.out.println(environment + "\n");
    System.out.println(text(result));
    if (json != null) {
      JsonFile.write(json, new Result("revocations", environment, result));
    }
    return result.isKept() ? 0 : 1;
  }

  private LaunchedStack.Wanted wanted() {
    // Streams are to be there still when their keys are revoked.
    return new LaunchedStack.Wanted(
        folders.root(),
        folders.scratch(),
        UPSTREAM,
        "edge=%d,dispatcher=1,worker=1,ledger=1".formatted(edges),
        Map.of("SPEKA_MODELS", MODEL, "SPEKA_SIM_ITL", "100ms"));
  }

  private RevocationsResult run(LaunchedStack stack, RevocationPlan plan, Progress progress) {
    AdminAddress address = stack.admin();
    List<HttpDoor> doors = stack.ready().urls("edge").stream().map(HttpDoor::new).toList();
    try (HttpDoor door = new HttpDoor(address.url())) {
      AdminApi admin = new AdminApi(door, address.token());
      return new RevocationRun(
              new RevocationRun.Platform(admin, doors), plan, ticker, progress::show)
          .run();
    } finally {
      doors.forEach(HttpDoor::close);
    }
  }

  static String text(RevocationsResult result) {
    RevocationsResult.Times times = result.times();
    Table table = new Table("ms after the revocation was committed", "n", "p50", "p99", "max");
    row(table, "last acceptance at any edge", times.lastAccepted());
    for (int edge = 0; edge < times.byEdge().size(); edge++) {
      row(table, "  at edge " + (edge + 1), times.byEdge().get(edge));
    }
    row(table, "end of an open stream", times.streamCut());
    row(table, "(the revocation itself)", times.call());
    RevocationsResult.Faults faults = result.faults();
    Table counts =
        new Table("must be 0", "")
            .row("accepted after more than 1 s", "" + faults.acceptedLate())
            .row("accepted after a refusal by the same edge", "" + faults.acceptedAgain())
            .row("edges that never refused a key", "" + faults.neverRefused())
            .row("keys not accepted before they were revoked", "" + faults.unknownBefore())
            .row("streams that went on for more than 1 s", "" + faults.streamsCutLate())
            .row("streams not ended by an error event", "" + faults.streamsNotCut())
            .row("requests with keys that stay, not accepted", "" + faults.refusedWrongly());
    return table
        + "\n"
        + counts
        + "\n%d keys, %s a second (asked for: %s); %d requests with keys that stay; %d other answers%n"
            .formatted(
                result.revoked(),
                Numbers.fixed(result.achievedPerSecond(), 1),
                Numbers.fixed(result.ratePerSecond(), 1),
                result.besides().traffic(),
                result.besides().others())
        + (result.isKept() ? "Refused everywhere within 1 s." : "NOT REFUSED IN TIME.");
  }

  private static void row(Table table, String name, Latencies.Summary times) {
    table.row(
        name,
        "" + times.count(),
        Numbers.ms(times.p50Ms()),
        Numbers.ms(times.p99Ms()),
        Numbers.ms(times.maxMs()));
  }
}
