package online.speka.edge.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.Limit;
import online.speka.edge.limits.LimitVerdict.Level;
import online.speka.edge.limits.LimitVerdict.Remaining;

/// Reads what `charge.lua` answers.
final class LimitReply {
  private static final int HEAD = 2;
  private static final int PER_LIMIT = 2;
  private static final long NEVER = -1;

  private LimitReply() {}

  /// @param limits in the order in which they were asked
  /// @throws IllegalArgumentException if the answer does not fit the limits
  static LimitVerdict read(List<Limit> limits, List<Long> answer) {
    if (answer.size() != HEAD + PER_LIMIT * limits.size()) {
      throw new IllegalArgumentException(
          limits.size() + " limits were asked, and " + answer.size() + " numbers came back");
    }
    List<Level> levels = new ArrayList<>(limits.size());
    for (int i = 0; i < limits.size(); i++) {
      int at = HEAD + PER_LIMIT * i;
      levels.add(new Level(limits.get(i), answer.get(at), micros(answer.get(at + 1))));
    }
    Remaining remaining =
        new Remaining(tightest(levels, Limit.Unit.REQUESTS), tightest(levels, Limit.Unit.TOKENS));
    int refusing = Math.toIntExact(answer.getFirst());
    if (refusing == 0) {
      return new LimitVerdict.Within(remaining);
    }
    long wait = answer.get(1);
    return new LimitVerdict.Exceeded(
        limits.get(refusing - 1),
        wait == NEVER ? Optional.empty() : Optional.of(micros(wait)),
        remaining);
  }

  private static Optional<Level> tightest(List<Level> levels, Limit.Unit unit) {
    return levels.stream()
        .filter(level -> level.limit().unit() == unit)
        .min(Comparator.comparingLong(Level::left));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
