package online.speka.infra.bench.slow;

import java.time.Duration;
import online.speka.infra.bench.load.Arrivals;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.script.StreamScript.Shape;

/// Who asks for what, and for how long.
///
/// @param shape of each timed stream
/// @param streams of them in flight
/// @param crowd how many clients it has
/// @param crowdRequest of each of them, whole
/// @param turn how long each company is measured
public record SlowPlan(
    Shape shape,
    int streams,
    int crowd,
    String crowdRequest,
    Duration turn,
    int rounds,
    Duration warmUp) {

  /// Streams that take longer than they should wait for something, which is a result as well.
  private static final int IN_FLIGHT_TIMES_MAX = 6;

  private static final Duration DRAIN_MAX = Duration.ofSeconds(30);

  /// Longer than any run: it is stopped when the turns are over.
  private static final Duration LENGTH_MAX = Duration.ofHours(1);

  private static final long SEED = 1;

  public SlowPlan {
    if (streams < 1 || crowd < 1 || rounds < 1 || !turn.isPositive() || shape.tokens() < 2) {
      throw new IllegalArgumentException(
          "slow needs at least a stream of two tokens, a client, a round and a second");
    }
  }

  Arrivals arrivals() {
    return new Arrivals(streams / (shape.length().toNanos() / 1e9), LENGTH_MAX, SEED);
  }

  OpenLoop.Bounds bounds() {
    return new OpenLoop.Bounds(streams * IN_FLIGHT_TIMES_MAX, DRAIN_MAX);
  }
}
