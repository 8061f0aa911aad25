package online.speka.infra.bench.flood;

import java.time.Duration;
import java.util.Map;

/// Requests of one kind, and the CPU that was used meanwhile, by role.
///
/// @param requests that got the answer they must get
/// @param others that got another
/// @param length how long it took
record Cost(long requests, long others, Duration length, Map<String, Long> nanosByRole) {

  /// Not the platform.
  private static final String OTHERS = "others";

  private static final String LOAD = "(load generator)";

  Cost {
    nanosByRole = Map.copyOf(nanosByRole);
  }

  static final Cost NONE = new Cost(0, 0, Duration.ZERO, Map.of());

  Cost plus(Cost more) {
    Map<String, Long> sum = new java.util.HashMap<>(nanosByRole);
    more.nanosByRole().forEach((role, nanos) -> sum.merge(role, nanos, Long::sum));
    return new Cost(
        requests + more.requests(), others + more.others(), length.plus(more.length()), sum);
  }

  double edgeMicros(Cost idle) {
    return micros(edge(), idle, idle.edge());
  }

  /// Of all processes of the platform.
  double platformMicros(Cost idle) {
    return micros(platform(), idle, idle.platform());
  }

  /// What a request costs, without what is used when there is none.
  private double micros(long nanos, Cost idle, long idleNanos) {
    double idlePerNano = idle.length().isZero() ? 0 : (double) idleNanos / idle.length().toNanos();
    return requests == 0
        ? Double.NaN
        : Math.max(0, nanos - idlePerNano * length.toNanos()) / requests / 1e3;
  }

  private long edge() {
    return nanosByRole.getOrDefault("edge", 0L);
  }

  private long platform() {
    return nanosByRole.entrySet().stream()
        .filter(role -> !role.getKey().equals(OTHERS) && !role.getKey().equals(LOAD))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
