package online.speka.infra.bench.scenario;

import java.time.Duration;
import online.speka.infra.bench.script.StreamScript.Shape;

/// An offered load: a fixed rate of streams that last so long that about so many are in flight.
///
/// A stream lasts `inFlight / rate` less [#ROOM], which is left for what the platform adds, so that
/// at one in flight the next request does not meet the end of the one before.
public record Level(String name, int inFlight, double ratePerSecond, Shape shape) {

  static final Duration ROOM = Duration.ofMillis(10);

  /// @throws IllegalArgumentException if the first token alone takes longer than a stream may
  static Level of(int inFlight, double ratePerSecond, Duration firstToken, int tokens) {
    Duration length =
        Duration.ofNanos((long) (inFlight / ratePerSecond * 1e9)).minus(ROOM).minus(firstToken);
    if (length.isNegative()) {
      throw new IllegalArgumentException(
          "%d in flight at %s/s leaves less than the first token's %d ms for a stream"
              .formatted(inFlight, ratePerSecond, firstToken.toMillis()));
    }
    Duration interToken = tokens == 1 ? Duration.ZERO : length.dividedBy(tokens - 1L);
    return new Level(
        "c=" + inFlight, inFlight, ratePerSecond, new Shape(firstToken, interToken, tokens));
  }

  Level named(String otherName) {
    return new Level(otherName, inFlight, ratePerSecond, shape);
  }
}
