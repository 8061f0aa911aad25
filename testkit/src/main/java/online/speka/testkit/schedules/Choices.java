package online.speka.testkit.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Where a schedule takes every decision from, so that it can be repeated and shortened: drawn by
/// lot, or read from a list and zero where that ends. Zero should be the dull choice.
public final class Choices {

  private static final int NOTES_MAX = 400;

  private final SplittableRandom lot;
  private final List<Integer> given;
  private final boolean random;
  private final List<Integer> taken = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Choices(SplittableRandom lot, List<Integer> given, boolean random) {
    this.lot = lot;
    this.given = given;
    this.random = random;
  }

  /// By lot.
  public static Choices of(long seed) {
    return new Choices(new SplittableRandom(seed), List.of(), true);
  }

  /// As given.
  public static Choices of(List<Integer> given) {
    return new Choices(new SplittableRandom(0), List.copyOf(given), false);
  }

  /// From 0 to below the bound.
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("nothing is below " + bound);
    }
    int at = taken.size();
    int choice;
    if (random) {
      choice = lot.nextInt(bound);
    } else {
      choice = at < given.size() ? Math.floorMod(given.get(at), bound) : 0;
    }
    taken.add(choice);
    return choice;
  }

  /// From the first to below the second.
  public int between(int from, int to) {
    return from + below(to - from);
  }

  /// Happens as often as the odds say; not at all if they are zero, which costs no choice.
  public boolean chance(double odds) {
    return odds > 0 && below(1_000_000) >= 1_000_000 - odds * 1_000_000;
  }

  /// One of them.
  public <T> T of(java.util.List<T> all, String what) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no " + what + " to choose from");
    }
    return all.get(below(all.size()));
  }

  /// Says what has happened, for people who read a schedule that failed.
  public void note(String what) {
    if (!random && notes.size() < NOTES_MAX) {
      notes.add(what);
    }
  }

  List<Integer> taken() {
    return List.copyOf(taken);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
