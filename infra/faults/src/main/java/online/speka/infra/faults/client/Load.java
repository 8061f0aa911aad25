package online.speka.infra.faults.client;

import java.time.Duration;

/// What clients do while things break.
///
/// @param perSecond requests that become due each second
/// @param before quiet time before the first fault: what is usual is measured in it
/// @param after time after the last one
/// @param tokensMin least and
/// @param tokensMax most tokens of a chat answer
public record Load(
    double perSecond, Duration before, Duration after, int tokensMin, int tokensMax, Mix mix) {

  /// No load lasts longer, whatever the faults take.
  public static final Duration LENGTH_MAX = Duration.ofMinutes(10);

  /// What is asked while eight processes share two cores with one that starts.
  private static final double BRIEF_PER_SECOND_MAX = 15;

  private static final Duration BRIEF_BEFORE = Duration.ofSeconds(4);
  private static final Duration BRIEF_AFTER = Duration.ofSeconds(3);

  public Load {
    if (!(perSecond > 0) || tokensMin < 1 || tokensMax < tokensMin) {
      throw new IllegalArgumentException("a load asks for something");
    }
  }

  /// The same for as long as something is broken, and hardly longer.
  public Load brief() {
    return new Load(
        Math.min(perSecond, BRIEF_PER_SECOND_MAX),
        BRIEF_BEFORE,
        BRIEF_AFTER,
        tokensMin,
        tokensMax,
        mix);
  }
}
