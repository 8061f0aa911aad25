package online.speka.edge.auth;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import online.speka.contract.principal.KeyId;

/// When keys were used last, as far as nobody has been told. There is one entry for each key at
/// most, and a request does no more than renew it.
final class KeyUses {
  private final Map<KeyId, Instant> uses = new ConcurrentHashMap<>();

  void mark(KeyId key, Instant at) {
    uses.put(key, at);
  }

  /// What is told now, and so is not here any more.
  Map<KeyId, Instant> take() {
    Map<KeyId, Instant> taken = new HashMap<>();
    uses.forEach(
        (key, at) -> {
          // A use in between stays, and is told the next time.
          if (uses.remove(key, at)) {
            taken.put(key, at);
          }
        });
    return taken;
  }

  /// It could not be told.
  void putBack(Map<KeyId, Instant> taken) {
    taken.forEach(uses::putIfAbsent);
  }
}
