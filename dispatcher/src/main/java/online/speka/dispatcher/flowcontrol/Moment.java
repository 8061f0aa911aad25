package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import java.time.Instant;

/// Now, on both clocks: deadlines are wall-clock times from other machines, waits are measured on
/// this process's monotonic clock and do not notice when the wall clock is set.
public record Moment(Instant wall, long nanos) {

  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  Moment plus(Duration wait) {
    return new Moment(wall.plus(wait), nanos + wait.toNanos());
  }

  boolean isBefore(Moment other) {
    return nanos - other.nanos < 0;
  }
}
