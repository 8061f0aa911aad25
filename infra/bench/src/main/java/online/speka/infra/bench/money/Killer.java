package online.speka.infra.bench.money;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import online.speka.infra.bench.stack.ReadyFile;

/// Kills servers and parts of the platform at moments drawn from a seed; the launcher brings them
/// back.
final class Killer {

  private static final Duration FIRST_AFTER_MIN = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(4);
  private static final Duration BACK_WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /// Everything that money goes through, in the order in which it is struck.
  private static final List<String> ROLES = List.of("redis", "edge", "postgres", "ledger");

  private final Supplier<ReadyFile> ready;
  private final LongSupplier ticker;
  private final SplittableRandom random;
  private final List<Long> kills = new ArrayList<>();
  private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();

  Killer(Supplier<ReadyFile> ready, long seed, LongSupplier ticker) {
    this.ready = ready;
    this.random = new SplittableRandom(seed);
    this.ticker = ticker;
  }

  /// Strikes this often, at each in turn; returns when all are back.
  void strike(int count) {
    int first = random.nextInt(ROLES.size());
    for (int i = 0; i < count; i++) {
      pause(FIRST_AFTER_MIN.toNanos() + random.nextLong(PAUSE_MAX.toNanos()));
      kill(ROLES.get((first + i) % ROLES.size()));
    }
  }

  private void kill(String role) {
    List<Long> before = pids(role);
    ProcessHandle root =
        before.isEmpty()
            ? null
            : ProcessHandle.of(before.get(random.nextInt(before.size()))).orElse(null);
    if (root == null) {
      return;
    }
    // The root first: it must not see a child die and put things right.
    List<ProcessHandle> tree = Stream.concat(Stream.of(root), root.descendants()).toList();
    kills.add(ticker.getAsLong());
    counts.merge(role, 1, Integer::sum);
    tree.forEach(ProcessHandle::destroyForcibly);
    long until = ticker.getAsLong() + BACK_WAIT_MAX.toNanos();
    while (pids(role).equals(before) && ticker.getAsLong() < until) {
      pause(LOOK_AGAIN.toNanos());
    }
  }

  private List<Long> pids(String role) {
    return ready.get().processes().stream()
        .filter(process -> process.role().equals(role))
        .map(ReadyFile.PlatformProcess::pid)
        .toList();
  }

  private void pause(long nanos) {
    long until = ticker.getAsLong() + nanos;
    for (long left = nanos; left > 0; left = until - ticker.getAsLong()) {
      LockSupport.parkNanos(left);
    }
  }

  /// When, since the last time this was asked.
  List<Long> taken() {
    List<Long> taken = List.copyOf(kills);
    kills.clear();
    return taken;
  }

  /// How often each role was struck.
  Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }
}
