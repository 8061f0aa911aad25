package online.speka.dispatcher.attendance;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Since when somebody has been away, over readings that succeed: while nothing can be known,
/// nobody's time runs.
///
/// @param <T> who
final class Absence<T> {
  private final long maxNanos;
  private final Map<T, Long> awaySince = new HashMap<>();

  /// @param maxNanos longest absence that is not minded
  Absence(long maxNanos) {
    this.maxNanos = maxNanos;
  }

  /// @param asked everybody who matters; whoever is not among them is forgotten
  /// @param here who of them is here
  /// @return who has been away for too long
  Set<T> seen(Collection<T> asked, Set<T> here, long now) {
    awaySince.keySet().retainAll(Set.copyOf(asked));
    awaySince.keySet().removeAll(here);
    Set<T> tooLong = new HashSet<>();
    for (T one : asked) {
      if (!here.contains(one) && now - awaySince.computeIfAbsent(one, _ -> now) >= maxNanos) {
        tooLong.add(one);
      }
    }
    return tooLong;
  }

  void unknown() {
    awaySince.clear();
  }
}
