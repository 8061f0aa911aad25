package online.speka.edge.auth;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.Principal;

/// Every principal there is, in memory. One thread writes, any thread reads.
///
/// Invariant: an older version of a principal never replaces a newer one, in whatever order they
/// come.
final class PrincipalSnapshot {
  private final Map<KeyHash, Principal> principals = new ConcurrentHashMap<>();
  private volatile boolean complete;

  Optional<Principal> find(KeyHash hash) {
    return Optional.ofNullable(principals.get(hash));
  }

  void put(KeyHash hash, Principal principal) {
    principals.merge(
        hash, principal, (old, fresh) -> fresh.version() < old.version() ? old : fresh);
  }

  void remove(KeyHash hash) {
    principals.remove(hash);
  }

  /// From now on a key that is not here does not exist.
  void markComplete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  int size() {
    return principals.size();
  }
}
