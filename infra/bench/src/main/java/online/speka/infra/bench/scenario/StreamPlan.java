package online.speka.infra.bench.scenario;

import java.time.Duration;
import online.speka.infra.bench.load.Arrivals;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.script.StreamScript.Shape;

/// How the time of `stream` is spent: the load begins and goes on, and the second part of it is
/// measured.
///
/// @param streams in flight when all have begun
/// @param warmUp until as many are in flight, and the JVMs have compiled what they run
record StreamPlan(Shape shape, int streams, Duration warmUp, Duration measured) {

  /// Lengths of a stream: in the first one the load grows to what it will be.
  private static final int WARM_UP_LENGTHS_MIN = 2;

  /// Streams that take longer than they should wait for something, which is a result as well.
  private static final int IN_FLIGHT_TIMES_MAX = 4;

  private static final Duration DRAIN_ROOM = Duration.ofSeconds(30);
  private static final long SEED = 1;

  StreamPlan {
    if (streams < 1 || shape.tokens() < 2 || !shape.interToken().isPositive()) {
      throw new IllegalArgumentException(
          "stream needs at least one stream of two tokens, and time between them");
    }
    Duration least = shape.length().multipliedBy(WARM_UP_LENGTHS_MIN);
    warmUp = warmUp.compareTo(least) < 0 ? least : warmUp;
  }

  /// Little's law.
  double ratePerSecond() {
    return streams / (shape.length().toNanos() / 1e9);
  }

  double chunksPerSecond() {
    return ratePerSecond() * shape.tokens();
  }

  Arrivals arrivals() {
    return new Arrivals(ratePerSecond(), length(), SEED);
  }

  OpenLoop.Bounds bounds() {
    return new OpenLoop.Bounds(
        streams * IN_FLIGHT_TIMES_MAX, shape.length().multipliedBy(2).plus(DRAIN_ROOM));
  }

  Duration length() {
    return warmUp.plus(measured);
  }

  /// The load and its end.
  Duration lengthMax() {
    return length().plus(bounds().drainMax()).plus(DRAIN_ROOM);
  }
}
