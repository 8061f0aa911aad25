package online.speka.infra.bench.scenario;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.infra.bench.load.Target;
import online.speka.infra.bench.measure.Watched;
import online.speka.infra.bench.report.Environment;
import online.speka.infra.bench.report.JsonFile;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.script.StreamScript.Shape;
import online.speka.infra.bench.slow.SlowPlan;
import online.speka.infra.bench.slow.SlowResult;
import online.speka.infra.bench.slow.SlowRun;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.PrometheusScraper;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.bench.stack.UpstreamProcess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slow`: what clients that read a byte per second do to everybody else.
@Command(
    name = "slow",
    mixinStandardHelpOptions = true,
    description = "Time between tokens of others beside 1,000 clients that read 1 byte per second.")
public final class SlowCommand implements Callable<Integer> {

  private static final String TOPOLOGY = "edge=1,dispatcher=1,worker=1,ledger=1";

  /// Whom the crowd asks.
  private static final String CROWD_MODEL = "meta/llama-3.3-70b-instruct";

  /// Whom the others ask: what it says is known beforehand, token by token.
  private static final String OTHERS_MODEL = "bench/fixed-delay";

  private static final Duration FIRST_TOKEN = Duration.ofMillis(20);
  private static final Duration INTER_TOKEN = Duration.ofMillis(25);
  private static final int TOKENS = 200;

  /// Half a second each: streams of more than half an hour.
  private static final int CROWD_TOKENS = 4_096;

  /// What each token brings with it, so that a slow client's buffers fill in seconds.
  private static final int CROWD_ALTERNATIVES = 20;

  private static final int SLOTS_SPARE = 64;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Slow ones. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "24",
      description = "Of the others, in flight. Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--turn",
      paramLabel = "SECONDS",
      defaultValue = "12",
      description = "How long each is measured. Default: ${DEFAULT-VALUE}.")
  private int turnSeconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public SlowCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(String scenario, Environment environment, int clients, SlowResult result) {}

  @Override
  public Integer call() {
    Environment environment = Environment.ofThisMachine();
    SlowResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        UpstreamProcess upstream = UpstreamProcess.start(0, OTHERS_MODEL, folders.scratch());
        LaunchedStack stack = LaunchedStack.start(wanted(upstream), progress::show)) {
      result = run(stack.ready(), progress);
      progress.show("stopping");
    }
    System.out.println(environment + "\n");
    System.out.println(SlowText.of(result, clients));
    if (json != null) {
      JsonFile.write(json, new Result("slow", environment, clients, result));
    }
    return result.isSound() ? 0 : 1;
  }

  private LaunchedStack.Wanted wanted(UpstreamProcess upstream) {
    return new LaunchedStack.Wanted(
        folders.root(),
        folders.scratch(),
        OTHERS_MODEL + "=" + upstream.base(),
        TOPOLOGY,
        Map.of(
            "SPEKA_MODELS",
            CROWD_MODEL,
            "SPEKA_SIM_SLOTS",
            "" + (clients + SLOTS_SPARE),
            "SPEKA_SIM_ITL",
            "500ms"));
  }

  private SlowResult run(ReadyFile ready, Progress progress) {
    URI api = ready.apiUri();
    Map<Long, String> roles = new LinkedHashMap<>();
    ready.processes().forEach(it -> roles.merge(it.pid(), it.role(), (a, b) -> a + "+" + b));
    List<Watched> watched =
        roles.entrySet().stream()
            .map(process -> new Watched(process.getValue(), process.getKey(), false))
            .toList();
    try (PrometheusScraper metrics =
        new PrometheusScraper(
            ready.processes().stream().filter(it -> it.role().equals(Testbed.EDGE)).toList())) {
      return new SlowRun(
              new SlowRun.Platform(
                  new InetSocketAddress(api.getHost(), api.getPort()),
                  new Target("through", api, ready.key(), OTHERS_MODEL),
                  () -> String.join("\n", metrics.read().values()),
                  watched),
              plan(api, ready.key()),
              ticker,
              progress::show)
          .run();
    }
  }

  private SlowPlan plan(URI api, String key) {
    return new SlowPlan(
        new Shape(FIRST_TOKEN, INTER_TOKEN, TOKENS),
        streams,
        clients,
        crowdRequest(api, key),
        Duration.ofSeconds(turnSeconds),
        rounds,
        Duration.ofSeconds(warmUpSeconds));
  }

  private static String crowdRequest(URI api, String key) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me everything.\"}],\"max_tokens\":%d,\"stream\":true,\"logprobs\":true,\"top_logprobs\":%d}"
            .formatted(CROWD_MODEL, CROWD_TOKENS, CROWD_ALTERNATIVES);
    return "POST %s/chat/completions HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(api.getPath(), api.getAuthority(), key, body.length(), body);
  }
}
