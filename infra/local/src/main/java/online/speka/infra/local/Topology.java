package online.speka.infra.local;

import java.util.EnumMap;
import java.util.Map;

/// How many of each part run, and whether each is a process of its own.
///
/// @param separate false: edge, dispatcher and ledger share a JVM, workers have their own
record Topology(Map<Role, Integer> counts, boolean separate) {

  static final int COUNT_MAX = 16;

  Topology {
    counts = Map.copyOf(counts);
  }

  /// @param text the value of `SPEKA_TOPOLOGY`, like `edge=2,dispatcher=2,worker=3,ledger=1`; a
  ///     part that is not named runs once
  static Topology parse(String text) {
    Map<Role, Integer> counts = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      counts.put(role, 1);
    }
    for (String part : text.split(",", -1)) {
      String[] pair = part.strip().split("=", -1);
      counts.put(role(pair[0]), count("SPEKA_TOPOLOGY", pair.length == 2 ? pair[1] : part));
    }
    return new Topology(counts, true);
  }

  static Topology inOneProcess(int workers) {
    return new Topology(
        Map.of(Role.EDGE, 1, Role.DISPATCHER, 1, Role.LEDGER, 1, Role.WORKER, workers), false);
  }

  /// Whether this part is a process of its own. Workers always are: native code must not take the
  /// rest down.
  boolean isSeparate(Role role) {
    return separate || role == Role.WORKER;
  }

  int count(Role role) {
    return counts.getOrDefault(role, 0);
  }

  static int count(String variable, String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 1 && count <= COUNT_MAX) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below, together with numbers out of range.
    }
    throw new LocalException(
        variable + " must have counts from 1 to " + COUNT_MAX + ", not \"" + text + "\".");
  }

  private static Role role(String word) {
    for (Role role : Role.values()) {
      if (role.word().equals(word.strip())) {
        return role;
      }
    }
    throw new LocalException(
        "SPEKA_TOPOLOGY knows edge, dispatcher, worker and ledger, not \""
            + word
            + "\"; write it like edge=2,dispatcher=2,worker=3,ledger=1.");
  }
}
