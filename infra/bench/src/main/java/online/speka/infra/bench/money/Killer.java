package online.speka.infra.bench.money;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import online.speka.infra.bench.stack.ReadyFile;

/// Kills Redis and PostgreSQL at moments drawn from a seed; the launcher brings them back.
final class Killer {

  private static final Duration FIRST_AFTER_MIN = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(4);
  private static final Duration BACK_WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final String REDIS = "redis";
  private static final String POSTGRES = "postgres";

  private final Supplier<ReadyFile> ready;
  private final LongSupplier ticker;
  private final SplittableRandom random;
  private final List<Long> kills = new ArrayList<>();
  private int redis;
  private int postgres;

  Killer(Supplier<ReadyFile> ready, long seed, LongSupplier ticker) {
    this.ready = ready;
    this.random = new SplittableRandom(seed);
    this.ticker = ticker;
  }

  /// Strikes this often, at either in turn; returns when all are back.
  void strike(int count) {
    boolean first = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      pause(FIRST_AFTER_MIN.toNanos() + random.nextLong(PAUSE_MAX.toNanos()));
      if (i % 2 == 0 == first) {
        kill(REDIS);
        redis++;
      } else {
        kill(POSTGRES);
        postgres++;
      }
    }
  }

  private void kill(String role) {
    long pid = pid(role);
    ProcessHandle root = ProcessHandle.of(pid).orElse(null);
    if (root == null) {
      return;
    }
    // The root first: it must not see a child die and put things right.
    List<ProcessHandle> tree = Stream.concat(Stream.of(root), root.descendants()).toList();
    kills.add(ticker.getAsLong());
    tree.forEach(ProcessHandle::destroyForcibly);
    long until = ticker.getAsLong() + BACK_WAIT_MAX.toNanos();
    while (pid(role) == pid && ticker.getAsLong() < until) {
      pause(LOOK_AGAIN.toNanos());
    }
  }

  private long pid(String role) {
    return ready.get().processes().stream()
        .filter(process -> process.role().equals(role))
        .mapToLong(ReadyFile.PlatformProcess::pid)
        .findFirst()
        .orElse(0);
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

  int redis() {
    return redis;
  }

  int postgres() {
    return postgres;
  }
}
