package online.speka.infra.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Who used how much CPU between two moments.
public final class CpuMeter {

  /// Accounts at one moment.
  ///
  /// @param machineNanos of everything that runs here; absent if unknown
  /// @param threads of each process, by pool name
  public record Reading(
      Map<Watched, Long> processes,
      Map<Watched, Map<String, Long>> threads,
      OptionalLong machineNanos) {}

  private final ProcFs procFs;
  private final List<Watched> watched;

  public CpuMeter(ProcFs procFs, List<Watched> watched) {
    this.procFs = procFs;
    this.watched = List.copyOf(watched);
  }

  public Reading read() {
    Map<Watched, Long> processes = new LinkedHashMap<>();
    Map<Watched, Map<String, Long>> threads = new LinkedHashMap<>();
    for (Watched process : watched) {
      procFs
          .cpuNanos(process.pid(), process.withChildren())
          .ifPresent(
              nanos -> {
                processes.put(process, nanos);
                threads.put(process, procFs.threadCpuNanos(process.pid()));
              });
    }
    return new Reading(processes, threads, procFs.machineCpuNanos());
  }

  public Map<String, Long> residentBytes() {
    Map<String, Long> byRole = new LinkedHashMap<>();
    for (Watched process : watched) {
      procFs
          .residentBytes(process.pid())
          .ifPresent(bytes -> byRole.merge(process.role(), bytes, Long::sum));
    }
    return byRole;
  }

  /// CPU by role, with `others` for the rest of the machine. A process that was not there at both
  /// moments is left out.
  public static Map<String, Long> usedNanos(Reading before, Reading after) {
    Map<String, Long> byRole = new LinkedHashMap<>();
    before
        .processes()
        .forEach(
            (process, nanos) -> {
              Long later = after.processes().get(process);
              if (later != null) {
                byRole.merge(process.role(), later - nanos, Long::sum);
              }
            });
    if (before.machineNanos().isPresent() && after.machineNanos().isPresent()) {
      long machine = after.machineNanos().getAsLong() - before.machineNanos().getAsLong();
      long known = byRole.values().stream().mapToLong(Long::longValue).sum();
      byRole.put("others", Math.max(0, machine - known));
    }
    return byRole;
  }

  /// CPU by role and thread pool.
  public static Map<String, Map<String, Long>> usedNanosByThread(Reading before, Reading after) {
    Map<String, Map<String, Long>> byRole = new LinkedHashMap<>();
    after
        .threads()
        .forEach(
            (process, pools) -> {
              Map<String, Long> earlier = before.threads().getOrDefault(process, Map.of());
              Map<String, Long> used = byRole.computeIfAbsent(process.role(), _ -> new TreeMap<>());
              pools.forEach(
                  (pool, nanos) -> {
                    long delta = nanos - earlier.getOrDefault(pool, 0L);
                    if (delta > 0) {
                      used.merge(pool, delta, Long::sum);
                    }
                  });
            });
    return byRole;
  }
}
