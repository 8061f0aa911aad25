package online.speka.contract.outcome;

import java.time.Duration;

/// How long the parts of a job took.
///
/// @param queued from acceptance until the worker started it
/// @param firstToken from the start on the worker to the first frame; zero if there was none
/// @param generation from the first frame to the last
public record Timings(Duration queued, Duration firstToken, Duration generation) {

  public static final Timings NONE = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public Timings {
    // Clocks of two machines may disagree; a negative wait helps nobody.
    queued = atLeastZero(queued);
    firstToken = atLeastZero(firstToken);
    generation = atLeastZero(generation);
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
