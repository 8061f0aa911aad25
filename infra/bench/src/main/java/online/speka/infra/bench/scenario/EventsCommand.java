package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.infra.bench.events.EventsResult;
import online.speka.infra.bench.events.EventsRun;
import online.speka.infra.bench.events.UsageEvents;
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

/// `events`: usage events into the ledger, tripled and reordered, while it is killed.
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Usage events, tripled, reordered, the ledger killed: billed exactly once?")
public final class EventsCommand implements Callable<Integer> {

  private static final String TOPOLOGY = "edge=1,dispatcher=1,worker=1,ledger=1";

  /// Nobody answers there: the model only needs a price.
  private static final String UPSTREAM = "bench/events=http://127.0.0.1:9/v1";

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many; each is delivered three times. Default: ${DEFAULT-VALUE}.")
  private int events;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "12",
      description = "How often the ledger is killed. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of amounts and of the order. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  private final Testbed.Folders folders;
  private final LongSupplier ticker;

  public EventsCommand(Testbed.Folders folders, LongSupplier ticker) {
    this.folders = folders;
    this.ticker = ticker;
  }

  /// Everything, for other programs.
  record Result(String scenario, Environment environment, EventsResult result) {}

  @Override
  public Integer call() {
    Environment environment = Environment.ofThisMachine();
    EventsResult result;
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("bench.terminal"));
        LaunchedStack stack = LaunchedStack.start(wanted(), progress::show)) {
      result = run(stack, progress);
      progress.show("stopping");
    }
    print(environment, result);
    if (json != null) {
      JsonFile.write(json, new Result("events", environment, result));
    }
    return result.isExactlyOnce() ? 0 : 1;
  }

  private LaunchedStack.Wanted wanted() {
    return new LaunchedStack.Wanted(
        folders.root(), folders.scratch(), UPSTREAM, TOPOLOGY, Map.of("SPEKA_RESTART", "true"));
  }

  private EventsResult run(LaunchedStack stack, Progress progress) {
    ReadyFile ready = stack.ready();
    var addresses = new EventsRun.Addresses(address(ready, "kafka"), ready.databaseUrl());
    // The first of them lies a day back, so that none is accepted in the future.
    UsageEvents made =
        new UsageEvents(
            new ModelId("bench/events"),
            new TenantId("local"),
            new KeyId(EventsRun.KEY),
            ProcessHandle.current().info().startInstant().orElseThrow().minus(Duration.ofDays(1)),
            seed);
    return new EventsRun(addresses, () -> pid(stack.readyNow()), ticker, progress::show)
        .run(new EventsRun.Plan(made, events, kills));
  }

  private static String address(ReadyFile ready, String role) {
    return ready
        .address(role)
        .orElseThrow(() -> new StackException("ready.json has no address of " + role + "."));
  }

  private static long pid(ReadyFile ready) {
    return ready.processes().stream()
        .filter(it -> it.role().equals("ledger"))
        .map(ReadyFile.PlatformProcess::pid)
        .findFirst()
        .orElseThrow(() -> new StackException("ready.json has no ledger."));
  }

  private static void print(Environment environment, EventsResult result) {
    System.out.println(environment + "\n");
    EventsResult.Found found = result.found();
    System.out.println(
        new Table("", "wanted", "found")
            .row("bills", "" + result.events(), "" + found.bills())
            .row("charges", "" + result.events(), "" + found.charges())
            .row("billed, micro-credits", "" + result.amount(), "" + found.billed())
            .row("revenue", "" + result.amount(), "" + found.revenue())
            .row("sum of postings", "0", "" + found.postingsSum())
            .row("sum of balances", "0", "" + found.balancesSum()));
    System.out.println(
        "killed: %d before a commit, %d just after one, %d anywhere"
            .formatted(
                result.killedUncommitted(), result.killedCommitted(), result.killedAnywhere()));
    System.out.println(
        ("%s events/s (%s deliveries/s) in %s s, restarts included; %s deliveries/s after the last"
                + " of them; COPY alone: %s bills/s")
            .formatted(
                Numbers.fixed(result.eventsPerSecond(), 0),
                Numbers.fixed(result.deliveriesPerSecond(), 0),
                Numbers.fixed(result.seconds(), 1),
                Numbers.fixed(result.undisturbedPerSecond(), 0),
                Numbers.fixed(result.copyPerSecond(), 0)));
    System.out.println(result.isExactlyOnce() ? "Exactly once." : "NOT EXACTLY ONCE.");
  }
}
