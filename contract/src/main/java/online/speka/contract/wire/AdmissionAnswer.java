package online.speka.contract.wire;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Redis answers an [AdmissionCall]. Charged and reserved only if nothing refuses.
///
/// @param limit index of the limit that refuses, or [#NONE]
/// @param pause until there is room under it; empty if there never is
/// @param fund index of the fund that refuses: the one with the least in it, or [#NONE]
/// @param unknownFund index of a fund of which nothing is known, or [#NONE]
/// @param levels how full each limit is now
public record AdmissionAnswer(
    int limit, Optional<Duration> pause, int fund, int unknownFund, List<Level> levels) {

  public static final int NONE = -1;

  private static final int HEAD = 4;
  private static final int PER_LIMIT = 2;
  private static final long NEVER = -1;

  public AdmissionAnswer {
    levels = List.copyOf(levels);
  }

  /// How full one limit is.
  ///
  /// @param reset until all of it is there again
  public record Level(long left, Duration reset) {}

  /// @param limits how many were asked
  /// @throws WireFormatException if the numbers do not fit
  public static AdmissionAnswer read(int limits, List<Long> numbers) {
    if (numbers.size() != HEAD + PER_LIMIT * limits) {
      throw new WireFormatException(
          limits + " limits were asked, and " + numbers.size() + " numbers came back");
    }
    List<Level> levels = new ArrayList<>(limits);
    for (int at = HEAD; at < numbers.size(); at += PER_LIMIT) {
      levels.add(new Level(numbers.get(at), micros(numbers.get(at + 1))));
    }
    long wait = numbers.get(1);
    return new AdmissionAnswer(
        index(numbers.get(0)),
        wait == NEVER ? Optional.empty() : Optional.of(micros(wait)),
        index(numbers.get(2)),
        index(numbers.get(3)),
        levels);
  }

  /// Redis counts from 1.
  private static int index(long number) {
    return Math.toIntExact(number - 1);
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
