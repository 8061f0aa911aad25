package online.speka.infra.bench.flood;

import java.util.List;

/// What refusals cost.
///
/// @param validMicros CPU of a request that is served, of all processes of the platform
/// @param validEdgeMicros the edge's part of it
/// @param valid how many were served
/// @param notServed how many were not: the machine was too busy
/// @param notRefused answers to floods that were no refusals
/// @param refusals for each kind
/// @param stores what was called during a flood of nothing else
public record FloodResult(
    double validMicros,
    double validEdgeMicros,
    long valid,
    long notServed,
    long notRefused,
    List<Refusal> refusals,
    Stores stores) {

  /// A refusal may cost this share of a request that is served.
  public static final double SHARE_MAX = 0.02;

  /// A call of one request in a thousand would be seen; what periodic work does more or less is
  /// not.
  static final double CALLS_PER_REQUEST_MAX = 0.001;

  public FloodResult {
    refusals = List.copyOf(refusals);
  }

  /// @param edgeMicros CPU of the edge per refused request
  /// @param platformMicros the same of all processes: more only by what they do besides
  /// @param perSecond refused, by clients that wait for each answer
  public record Refusal(
      FloodKind kind, long requests, double edgeMicros, double platformMicros, double perSecond) {}

  /// @param requests that were refused
  /// @param redis commands more than in an idle time of the same length
  /// @param database transactions more than in it
  /// @param idleRedis commands of that time
  /// @param idleDatabase transactions of it
  public record Stores(
      long requests, long redis, long database, long idleRedis, long idleDatabase) {

    boolean areLeftAlone() {
      return Math.max(redis, database) <= requests * CALLS_PER_REQUEST_MAX;
    }
  }

  /// What the edge uses for a refusal, of what the platform uses for a request that is served.
  public double share(Refusal refusal) {
    return refusal.edgeMicros() / validMicros;
  }

  /// Whether all of it was measured, is cheap enough, and nobody else was called.
  public boolean isKept() {
    return notRefused == 0
        && !refusals.isEmpty()
        && refusals.stream().allMatch(refusal -> share(refusal) < SHARE_MAX)
        && stores.areLeftAlone();
  }
}
