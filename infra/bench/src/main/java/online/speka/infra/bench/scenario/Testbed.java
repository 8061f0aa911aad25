package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import online.speka.infra.bench.floor.Floor;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.load.Target;
import online.speka.infra.bench.load.Timeline;
import online.speka.infra.bench.measure.AllocationMeter;
import online.speka.infra.bench.measure.CpuMeter;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.bench.measure.Watched;
import online.speka.infra.bench.net.EventThread;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.stack.BareProcess;
import online.speka.infra.bench.stack.KafkaOutcomes;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.PrometheusScraper;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.bench.stack.RedisEdgeChannel;
import online.speka.infra.bench.stack.UpstreamProcess;

/// Everything that a scenario drives or reads: upstream, platform, two clients, floor, accounts. It
/// starts what is not there and, however it ends, leaves nothing behind of what it started.
final class Testbed implements AutoCloseable {

  /// Where to look for the sources and to put what is gone afterwards.
  record Folders(Path root, Path scratch) {}

  static final String EDGE = "edge";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Thread atExit = Thread.ofPlatform().unstarted(this::closeAll);
  private final StackOptions options;
  private final Path scratch;
  private final LongSupplier ticker;
  private final ReadyFile ready;
  private final UpstreamProcess upstream;
  private final EventThread thread;
  private final Timeline timeline;

  private Testbed(StackOptions options, Folders folders, Progress progress, LongSupplier ticker) {
    this.options = options;
    this.scratch = folders.scratch();
    this.ticker = ticker;
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      this.thread = opened(new EventThread("load"));
      this.timeline = Timeline.of(thread.loop(), ticker);
      progress.show("starting the upstream");
      this.upstream =
          opened(UpstreamProcess.start(options.upstreamPort(), options.model(), folders.scratch()));
      this.ready = options.given().orElseGet(() -> launch(folders, progress));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  static Testbed open(
      StackOptions options, Folders folders, Progress progress, LongSupplier ticker) {
    return new Testbed(options, folders, progress, ticker);
  }

  private ReadyFile launch(Folders folders, Progress progress) {
    progress.show("starting the platform");
    var wanted =
        new LaunchedStack.Wanted(
            folders.root(),
            folders.scratch(),
            options.model() + "=" + upstream.base(),
            options.topology());
    LaunchedStack stack =
        opened(
            LaunchedStack.start(wanted, line -> progress.show("starting the platform: " + line)));
    return stack.ready();
  }

  Timeline timeline() {
    return timeline;
  }

  StreamClient direct() {
    return client(new Target("direct", upstream.base(), "", options.model()));
  }

  StreamClient through() {
    return client(new Target("through", ready.apiUri(), ready.key(), options.model()));
  }

  private StreamClient client(Target target) {
    return new StreamClient(target, thread.loop(), ticker);
  }

  /// Empty where the addresses of Kafka and Redis are not known.
  Optional<Floor> floor() {
    return ready
        .address("kafka")
        .flatMap(
            kafka ->
                ready
                    .address("redis")
                    .map(redis -> opened(new Floor(kafka, "redis://" + redis, timeline, ticker))));
  }

  /// Empty where the address of Kafka is not known.
  Optional<KafkaOutcomes> outcomes() {
    return ready.address("kafka").map(kafka -> opened(new KafkaOutcomes(kafka)));
  }

  PrometheusScraper metrics() {
    return opened(new PrometheusScraper(ready.processes()));
  }

  /// The bare server beside the edge, and a client of it. Empty where the address of Redis is not
  /// known.
  Optional<Bare> bare() {
    return ready
        .address("redis")
        .map(
            redis -> {
              String uri = "redis://" + redis;
              BareProcess process =
                  opened(BareProcess.start(uri, RedisEdgeChannel.find(uri), scratch));
              return new Bare(process, client(new Target("bare", process.base(), "", "")));
            });
  }

  record Bare(BareProcess process, StreamClient client) {}

  /// The process that is the edge and nothing else; empty if there is none, or several.
  OptionalLong edgePid() {
    List<Long> pids =
        ready.processes().stream()
            .filter(it -> it.role().equals(EDGE))
            .map(it -> it.pid())
            .toList();
    if (pids.size() != 1) {
      return OptionalLong.empty();
    }
    long pid = pids.getFirst();
    boolean alone = ready.processes().stream().filter(it -> it.pid() == pid).count() == 1;
    return alone ? OptionalLong.of(pid) : OptionalLong.empty();
  }

  /// Empty if the process cannot be asked.
  Optional<AllocationMeter> allocationMeter(long pid) {
    return AllocationMeter.attach(pid).map(this::opened);
  }

  CpuMeter cpuMeter(Watched... more) {
    Map<Long, String> roles = new LinkedHashMap<>();
    ready.processes().forEach(it -> roles.merge(it.pid(), it.role(), (a, b) -> a + "+" + b));
    List<Watched> watched = new ArrayList<>();
    // PostgreSQL serves each connection from a process of its own.
    roles.forEach((pid, role) -> watched.add(new Watched(role, pid, role.equals("postgres"))));
    watched.add(new Watched("(upstream)", upstream.pid(), false));
    watched.add(new Watched("(load generator)", ProcessHandle.current().pid(), false));
    watched.addAll(List.of(more));
    return new CpuMeter(ProcFs.ofThisMachine(), watched);
  }

  private synchronized <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  private synchronized void closeAll() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("bench: could not be closed: " + e);
      }
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The JVM is ending: the hook is what closes.
    }
  }
}
