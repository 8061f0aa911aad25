package online.speka.infra.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernel's accounts of processes. Where there is no `/proc`, everything is empty.
public final class ProcFs {

  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final long TICKS_PER_SECOND_USUALLY = 100;
  private static final int GETCONF_WAIT_MAX_SECONDS = 5;

  private final Path root;
  private final long nanosPerTick;

  ProcFs(Path root, long ticksPerSecond) {
    this.root = root;
    this.nanosPerTick = TimeUnit.SECONDS.toNanos(1) / ticksPerSecond;
  }

  public static ProcFs ofThisMachine() {
    return new ProcFs(Path.of("/proc"), ticksPerSecond());
  }

  /// CPU time that a process has used; a process with children of its own kind (PostgreSQL) as one
  /// with them.
  public OptionalLong cpuNanos(long pid, boolean withChildren) {
    OptionalLong own = ticks(root.resolve(pid + "/stat"));
    if (own.isEmpty() || !withChildren) {
      return own;
    }
    long children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(child -> ticks(root.resolve(child.pid() + "/stat")).orElse(0))
            .sum();
    return OptionalLong.of(own.getAsLong() + children);
  }

  private OptionalLong ticks(Path stat) {
    return read(stat)
        .flatMap(ProcStat::parse)
        .map(parsed -> OptionalLong.of(parsed.ticks() * nanosPerTick))
        .orElseGet(OptionalLong::empty);
  }

  /// CPU time by thread name; numbers at the end of a name are left out, so that a pool is one
  /// line. Threads that have ended are not in it.
  public Map<String, Long> threadCpuNanos(long pid) {
    Map<String, Long> byName = new TreeMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(root.resolve(pid + "/task"))) {
      for (Path thread : threads) {
        read(thread.resolve("stat"))
            .flatMap(ProcStat::parse)
            .ifPresent(
                stat -> byName.merge(pool(stat.name()), stat.ticks() * nanosPerTick, Long::sum));
      }
    } catch (IOException _) {
      // It has ended, or there is no /proc: then there is nothing to tell.
    }
    return byName;
  }

  static String pool(String thread) {
    String name = thread.replaceFirst("[-_# ]*\\d+$", "");
    return name.isEmpty() ? thread : name;
  }

  public OptionalLong residentBytes(long pid) {
    return read(root.resolve(pid + "/status"))
        .map(RESIDENT::matcher)
        .filter(Matcher::find)
        .map(matcher -> OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024))
        .orElseGet(OptionalLong::empty);
  }

  public OptionalLong threads(long pid) {
    return read(root.resolve(pid + "/status"))
        .map(THREADS::matcher)
        .filter(Matcher::find)
        .map(matcher -> OptionalLong.of(Long.parseLong(matcher.group(1))))
        .orElseGet(OptionalLong::empty);
  }

  /// CPU time of the whole machine: what was neither idle nor waiting for a disk.
  public OptionalLong machineCpuNanos() {
    return read(root.resolve("stat"))
        .map(text -> OptionalLong.of(busyTicks(text) * nanosPerTick))
        .orElseGet(OptionalLong::empty);
  }

  /// user, nice, system, irq, softirq of the first line; guests are inside user.
  private static long busyTicks(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
    long busy = 0;
    for (int i = 1; i < Math.min(fields.length, 8); i++) {
      if (i != 4 && i != 5) {
        busy += Long.parseLong(fields[i]);
      }
    }
    return busy;
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static long ticksPerSecond() {
    try {
      Process process = new ProcessBuilder("getconf", "CLK_TCK").start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor(GETCONF_WAIT_MAX_SECONDS, TimeUnit.SECONDS)
          ? Long.parseLong(text.strip())
          : TICKS_PER_SECOND_USUALLY;
    } catch (IOException | NumberFormatException _) {
      return TICKS_PER_SECOND_USUALLY;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return TICKS_PER_SECOND_USUALLY;
    }
  }
}
