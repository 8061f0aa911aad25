package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.flood.FloodResult;
import online.speka.infra.bench.flood.FloodRun;
import online.speka.infra.bench.flood.JdbcCalls;
import online.speka.infra.bench.flood.RedisCalls;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.bench.measure.Watched;
import online.speka.infra.bench.probe.HttpDoor;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Numbers;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.report.Table;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.bench.stack.StackException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `flood`: what refusing keys that open nothing costs, beside serving.
@Command(
    name = "flood",
    mixinStandardHelpOptions = true,
    description = "Keys that open nothing: their share of a served request's CPU, calls to stores.")
public final class FloodCommand implements Callable<Integer> {

  private static final String TOPOLOGY = "edge=1,dispatcher=1,worker=1,ledger=1";
  private static final String MODEL = "meta/llama-3.3-70b-instruct";

  /// Nobody asks it for anything.
  private static final String UPSTREAM = "bench/nobody=http://127.0.0.1:9/v1";

  private static final String BODY =
      """
      {"model": "%s", "max_tokens": 16, "seed": 1,
       "messages": [{"role": "user", "content": "What is the capital of France?"}]}
      """
          .formatted(MODEL);

  @Option(
      names = "--slice",
      paramLabel = "SECONDS",
      defaultValue = "4",
      description = "How long each kind has its turn. Default: ${DEFAULT-VALUE}.")
  private int sliceSeconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How often. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public FloodCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(String scenario, Environment environment, FloodResult result) {}

  @Override
  public Integer call() {
    Environment environment = Environment.ofThisMachine();
    FloodResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        LaunchedStack stack = LaunchedStack.start(wanted(), progress::show)) {
      result = run(stack.ready(), progress);
      progress.show("stopping");
    }
    System.out.println(environment + "\n");
    System.out.println(text(result));
    if (json != null) {
      JsonFile.write(json, new Result("flood", environment, result));
    }
    return result.isKept() ? 0 : 1;
  }

  private LaunchedStack.Wanted wanted() {
    return new LaunchedStack.Wanted(
        folders.root(),
        folders.scratch(),
        UPSTREAM,
        TOPOLOGY,
        Map.of("SPEKA_MODELS", MODEL, "SPEKA_SIM_TTFT", "5ms", "SPEKA_SIM_ITL", "1ms"));
  }

  private FloodResult run(ReadyFile ready, Progress progress) {
    String redisAddress =
        ready
            .address("redis")
            .orElseThrow(() -> new StackException("ready.json has no address of redis."));
    try (HttpDoor edge = new HttpDoor(ready.apiUri());
        RedisCalls redis = new RedisCalls(redisAddress);
        JdbcCalls database = new JdbcCalls(ready.databaseUrl())) {
      return new FloodRun(
              new FloodRun.Platform(edge, ready.key(), cpu(ready), redis, database),
              new FloodRun.Plan(
                  BODY,
                  Duration.ofSeconds(sliceSeconds),
                  rounds,
                  Duration.ofSeconds(warmUpSeconds)),
              ticker,
              progress::show)
          .run();
    }
  }

  private static CpuMeter cpu(ReadyFile ready) {
    List<Watched> watched = new ArrayList<>();
    // PostgreSQL serves each connection from a process of its own.
    ready
        .processes()
        .forEach(it -> watched.add(new Watched(it.role(), it.pid(), it.role().equals("postgres"))));
    watched.add(new Watched("(load generator)", ProcessHandle.current().pid(), false));
    return new CpuMeter(ProcFs.ofThisMachine(), watched);
  }

  static String text(FloodResult result) {
    Table table =
        new Table("request", "n", "a second", "edge us", "platform us", "share of served, %")
            .row(
                "served",
                "" + result.valid(),
                "",
                Numbers.fixed(result.validEdgeMicros(), 1),
                Numbers.fixed(result.validMicros(), 1),
                "100");
    for (FloodResult.Refusal refusal : result.refusals()) {
      table.row(
          "refused: " + refusal.kind().words(),
          "" + refusal.requests(),
          Numbers.fixed(refusal.perSecond(), 0),
          Numbers.fixed(refusal.edgeMicros(), 1),
          Numbers.fixed(refusal.platformMicros(), 1),
          Numbers.fixed(result.share(refusal) * 100, 2));
    }
    FloodResult.Stores stores = result.stores();
    return table
        + ("\nduring a flood of %d requests, beyond an idle time of the same length: %d Redis"
                + " commands (idle: %d), %d transactions (idle: %d)%n")
            .formatted(
                stores.requests(),
                stores.redis(),
                stores.idleRedis(),
                stores.database(),
                stores.idleDatabase())
        + "not served: %d; answers to the flood that were no refusals: %d%n"
            .formatted(result.notServed(), result.notRefused())
        + (result.isKept() ? "A flood is cheap, and calls nobody." : "A FLOOD IS NOT CHEAP.");
  }
}
