package online.speka.testkit.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Checks a property under many random schedules, and shortens the first that breaks it.
///
/// Every build runs as many as the test asks for. `-Dspeka.schedules=1000000` runs a million of
/// each, `-Dspeka.schedules.first=N` begins with another seed.
public final class Schedules {

  private static final String COUNT = "speka.schedules";
  private static final String FIRST = "speka.schedules.first";
  private static final int SHORTENINGS_MAX = 3_000;

  private Schedules() {}

  /// @param count how many, unless the system property says otherwise
  /// @param property throws if one schedule breaks it
  /// @return how many were run
  public static long check(int count, Consumer<Choices> property) {
    long runs = Long.getLong(COUNT, count);
    long first = Long.getLong(FIRST, 0);
    for (long seed = first; seed < first + runs; seed++) {
      Choices choices = Choices.of(seed);
      Throwable failure = failure(property, choices);
      if (failure != null) {
        throw shortened(seed, choices.taken(), property, failure);
      }
    }
    return runs;
  }

  /// Runs one schedule again, as a failure printed it.
  public static void replay(List<Integer> schedule, Consumer<Choices> property) {
    property.accept(Choices.of(schedule));
  }

  private static AssertionError shortened(
      long seed, List<Integer> schedule, Consumer<Choices> property, Throwable failure) {
    Shortening shortening = new Shortening(property, SHORTENINGS_MAX);
    List<Integer> shortest = shortening.shorten(schedule);
    Choices last = Choices.of(shortest);
    Throwable shown = failure(property, last);
    return new AssertionError(
        "seed "
            + seed
            + " breaks it; "
            + schedule.size()
            + " choices, shortened to "
            + shortest.size()
            + ":\n  "
            + shortest
            + "\n  "
            + String.join("\n  ", last.notes())
            + "\n"
            + (shown == null ? failure : shown).getMessage(),
        shown == null ? failure : shown);
  }

  static @Nullable Throwable failure(Consumer<Choices> property, Choices choices) {
    try {
      property.accept(choices);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /// Leaves out and lowers choices for as long as the property stays broken.
  private static final class Shortening {
    private final Consumer<Choices> property;
    private int triesLeft;

    Shortening(Consumer<Choices> property, int triesMax) {
      this.property = property;
      this.triesLeft = triesMax;
    }

    List<Integer> shorten(List<Integer> schedule) {
      List<Integer> best = schedule;
      boolean better = true;
      while (better && triesLeft > 0) {
        List<Integer> before = best;
        for (int block = Math.max(1, best.size() / 2); block > 0; block /= 2) {
          best = without(best, block);
        }
        best = lowered(best);
        better = !best.equals(before);
      }
      return best;
    }

    private List<Integer> without(List<Integer> schedule, int block) {
      List<Integer> best = schedule;
      for (int from = Math.max(0, best.size() - block); from >= 0; from -= block) {
        if (from < best.size()) {
          List<Integer> shorter = new ArrayList<>(best.subList(0, from));
          shorter.addAll(best.subList(Math.min(best.size(), from + block), best.size()));
          best = breaks(shorter) ? shorter : best;
        }
      }
      return best;
    }

    private List<Integer> lowered(List<Integer> schedule) {
      List<Integer> best = schedule;
      for (int at = 0; at < best.size(); at++) {
        for (int lower : new int[] {0, best.get(at) / 2, best.get(at) - 1}) {
          if (lower >= 0 && lower < best.get(at)) {
            List<Integer> changed = new ArrayList<>(best);
            changed.set(at, lower);
            if (breaks(changed)) {
              best = changed;
              break;
            }
          }
        }
      }
      return best;
    }

    private boolean breaks(List<Integer> schedule) {
      return triesLeft-- > 0 && failure(property, Choices.of(schedule)) != null;
    }
  }
}
