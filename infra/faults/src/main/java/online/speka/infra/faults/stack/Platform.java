package online.speka.infra.faults.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.bench.stack.LaunchedStack;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Disks;
import online.speka.infra.faults.nemesis.Network;
import online.speka.infra.faults.nemesis.Processes;
import online.speka.infra.services.process.Deadline;

/// A running platform.
public final class Platform implements Processes, AutoCloseable {

  private static final Duration BUSY_WATCHED = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final LaunchedStack stack;
  private final Addresses addresses;
  private final Proxies proxies;
  private final Catalog catalog;
  private final ProcFs kernel = ProcFs.ofThisMachine();
  private final Readiness health = new Readiness();
  private final Map<Component, Integer> counts = new HashMap<>();
  private final GuardFile guards;
  private final SmallDisks disks;

  private Platform(LaunchedStack stack, Proxies proxies, GuardFile guards, SmallDisks disks) {
    this.stack = stack;
    this.addresses = new Addresses(stack);
    this.proxies = proxies;
    this.guards = guards;
    this.disks = disks;
    this.catalog = CatalogFile.read(catalogFile());
    for (Component component : Component.values()) {
      counts.put(component, of(component).size());
    }
  }

  /// Where a platform comes from.
  ///
  /// @param root of the sources
  /// @param scratch an empty directory that is ours
  /// @param without the word of a guard that no part has; empty for a platform that has all
  public record Origin(Path root, Path scratch, String without) {}

  /// Returns when a request has gone the whole way.
  ///
  /// @param ticker nanoseconds of the monotonic clock
  public static Platform start(
      Origin origin, Layout layout, LongSupplier ticker, Consumer<String> progress) {
    GuardFile guards = GuardFile.in(origin.scratch());
    guards.doWithout(origin.without());
    Proxies proxies = Proxies.open(ticker);
    Map<String, String> environment = new HashMap<>(layout.environment());
    environment.putAll(proxies.environment());
    environment.putAll(guards.environment());
    environment.put("CLASSPATH", LauncherCommand.classPath());
    LaunchedStack.Wanted wanted =
        new LaunchedStack.Wanted(
            origin.root(), origin.scratch(), "", layout.topology(), environment);
    SmallDisks disks = SmallDisks.mount(wanted.data(), layout.smallDisks());
    try {
      LaunchedStack stack = LaunchedStack.start(LauncherCommand.line(), wanted, progress);
      return over(stack, proxies, guards, disks);
    } catch (RuntimeException e) {
      proxies.close();
      disks.close();
      throw e;
    }
  }

  private static Platform over(
      LaunchedStack stack, Proxies proxies, GuardFile guards, SmallDisks disks) {
    try {
      return new Platform(stack, proxies, guards, disks);
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /// What lies between parts and servers.
  public Network network() {
    return proxies;
  }

  /// Where servers keep their data.
  public Disks disks() {
    return disks;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Path catalogFile() {
    return stack.data().resolve("catalog.yaml");
  }

  public Addresses addresses() {
    return addresses;
  }

  /// Starts all processes of these components again, in order and at the same time: what they are
  /// then, they are without this guard.
  ///
  /// @param guard its word; empty if none is to be missing
  /// @throws StackException if they do not come back
  public void startAgain(Set<Component> components, String guard, Duration most) {
    guards.doWithout(guard);
    Set<Running> gone =
        components.stream().flatMap(it -> of(it).stream()).collect(Collectors.toSet());
    gone.forEach(it -> ProcessHandle.of(it.pid()).ifPresent(ProcessHandle::destroy));
    Deadline deadline = Deadline.in(most);
    while (gone.stream().anyMatch(it -> of(it.component()).contains(it))) {
      if (deadline.hasPassed()) {
        throw new StackException("The platform's parts do not start again.");
      }
      deadline.pause(LOOK_AGAIN);
    }
    awaitWhole(most);
  }

  @Override
  public List<Running> of(Component component) {
    return stack.readyNow().processes().stream()
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
        && addresses.urls(component).stream().allMatch(health::isReady);
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
    disks.close();
  }
}
