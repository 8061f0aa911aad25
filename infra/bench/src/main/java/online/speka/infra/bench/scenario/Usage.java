package online.speka.infra.bench.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import online.speka.infra.bench.measure.CpuMeter;

/// CPU that a slice used.
///
/// @param answered requests it was used for
/// @param wallNanos how long the slice took, with its drain
/// @param cpuNanos by role
/// @param threadCpuNanos by role and thread pool
record Usage(
    int answered,
    long wallNanos,
    Map<String, Long> cpuNanos,
    Map<String, Map<String, Long>> threadCpuNanos) {

  static Usage between(
      CpuMeter.Reading before, CpuMeter.Reading after, int answered, long wallNanos) {
    return new Usage(
        answered,
        wallNanos,
        CpuMeter.usedNanos(before, after),
        CpuMeter.usedNanosByThread(before, after));
  }

  /// Milliseconds of CPU for each request, by role.
  Map<String, Double> msPerRequest() {
    Map<String, Double> perRequest = new LinkedHashMap<>();
    if (answered > 0) {
      cpuNanos.forEach((role, nanos) -> perRequest.put(role, nanos / 1e6 / answered));
    }
    return perRequest;
  }

  /// Share of one core, by role.
  Map<String, Double> cores() {
    Map<String, Double> cores = new LinkedHashMap<>();
    cpuNanos.forEach((role, nanos) -> cores.put(role, nanos / (double) wallNanos));
    return cores;
  }
}
