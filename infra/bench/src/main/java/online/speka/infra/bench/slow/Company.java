package online.speka.infra.bench.slow;

import java.util.List;

/// Who else is there while the streams of others are timed.
public enum Company {
  NOBODY("nobody else"),
  /// As many streams as the slow ones, each read as it comes: what they cost is not the slowness.
  READERS("readers"),
  SLOW("1 byte per second");

  private final String words;

  Company(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /// All of them, each first in its turn, so that what changes in the course of a run hits all.
  static List<Company> inRound(int round) {
    Company[] all = values();
    int first = Math.floorMod(round, all.length);
    return List.of(all[first], all[(first + 1) % all.length], all[(first + 2) % all.length]);
  }
}
