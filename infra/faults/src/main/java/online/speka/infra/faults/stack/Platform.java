package online.speka.infra.faults.stack;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Network;
import online.speka.infra.faults.nemesis.Processes;
import online.speka.infra.services.process.Deadline;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running platform.
public final class Platform implements Processes, AutoCloseable {

  private static final Duration BUSY_WATCHED = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final LaunchedStack stack;
  private final Proxies proxies;
  private final Catalog catalog;
  private final ProcFs kernel = ProcFs.ofThisMachine();
  private final Readiness health = new Readiness();
  private final Map<Component, Integer> counts = new HashMap<>();

  private Platform(LaunchedStack stack, Proxies proxies) {
    this.stack = stack;
    this.proxies = proxies;
    this.catalog = CatalogFile.read(catalogFile());
    for (Component component : Component.values()) {
      counts.put(component, of(component).size());
    }
  }

  /// Returns when a request has gone the whole way.
  ///
  /// @param ticker nanoseconds of the monotonic clock
  public static Platform start(
      Path root, Path scratch, Layout layout, LongSupplier ticker, Consumer<String> progress) {
    Proxies proxies = Proxies.open(ticker);
    Map<String, String> environment = new HashMap<>(layout.environment());
    environment.putAll(proxies.environment());
    environment.put("CLASSPATH", LauncherCommand.classPath());
    LaunchedStack.Wanted wanted =
        new LaunchedStack.Wanted(root, scratch, "", layout.topology(), environment);
    LaunchedStack stack = LaunchedStack.start(LauncherCommand.line(), wanted, progress);
    try {
      return new Platform(stack, proxies);
    } catch (RuntimeException e) {
      stack.close();
      proxies.close();
      throw e;
    }
  }

  /// What lies between parts and servers.
  public Network network() {
    return proxies;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Path catalogFile() {
    return stack.data().resolve("catalog.yaml");
  }

  /// Where every edge takes requests.
  public List<InetSocketAddress> edges() {
    return urls(Component.EDGE).stream()
        .map(URI::create)
        .map(url -> new InetSocketAddress(url.getHost(), url.getPort()))
        .toList();
  }

  /// The keys of the fixtures' accounts, by account.
  public Map<String, String> keys() {
    JsonNode fixtures =
        JsonMapper.shared().readTree(stack.data().resolve("fixtures.json").toFile());
    Map<String, String> keys = new HashMap<>();
    for (String account : List.of("main", "other")) {
      keys.put(account, fixtures.path(account).asString());
    }
    return keys;
  }

  /// Kafka's `host:port`.
  public String kafka() {
    return ready().address(Component.KAFKA.role()).orElseThrow();
  }

  public String jdbcUrl() {
    return urls(Component.POSTGRES).getFirst();
  }

  public String redisUri() {
    return urls(Component.REDIS).getFirst();
  }

  private List<String> urls(Component component) {
    return ready().processes().stream()
        .filter(process -> process.role().equals(component.role()))
        .map(ReadyFile.PlatformProcess::url)
        .filter(url -> url != null)
        .toList();
  }

  private ReadyFile ready() {
    return stack.readyNow();
  }

  @Override
  public List<Running> of(Component component) {
    return ready().processes().stream()
        .filter(process -> process.role().equals(component.role()))
        .map(process -> new Running(component, process.pid()))
        .toList();
  }

  @Override
  public int busiest(List<Running> running) {
    long[] before = running.stream().mapToLong(it -> cpu(it.pid())).toArray();
    Deadline watched = Deadline.in(BUSY_WATCHED);
    while (!watched.hasPassed()) {
      watched.pause(BUSY_WATCHED);
    }
    OptionalInt most =
        IntStream.range(0, before.length)
            .reduce(
                (a, b) ->
                    cpu(running.get(a).pid()) - before[a] >= cpu(running.get(b).pid()) - before[b]
                        ? a
                        : b);
    return most.orElseThrow();
  }

  private long cpu(long pid) {
    return kernel.cpuNanos(pid, false).orElse(0);
  }

  @Override
  public boolean replaced(Running gone) {
    return !of(gone.component()).contains(gone) && isWhole(gone.component());
  }

  private static boolean isAlive(Running process) {
    return ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  /// Waits until every process is there and says that it works.
  ///
  /// @throws StackException naming what does not
  public void awaitWhole(Duration most) {
    Deadline deadline = Deadline.in(most);
    for (Component component : Component.values()) {
      while (!isWhole(component)) {
        if (deadline.hasPassed()) {
          throw new StackException(
              "The platform does not recover: its " + component.role() + " is not ready.");
        }
        deadline.pause(LOOK_AGAIN);
      }
    }
  }

  private boolean isWhole(Component component) {
    List<Running> now = of(component);
    return now.size() == counts.getOrDefault(component, 0)
        && now.stream().allMatch(Platform::isAlive)
        && urls(component).stream().allMatch(health::isReady);
  }

  /// What every process holds now.
  public List<Sample> samples() {
    return Arrays.stream(Component.values())
        .flatMap(component -> of(component).stream())
        .map(Sample::of)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void close() {
    health.close();
    stack.close();
    proxies.close();
  }
}
