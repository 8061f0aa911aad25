package online.speka.edge.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Principal;
import org.jspecify.annotations.Nullable;

/// Every principal there is, in memory. One thread writes, any thread reads.
///
/// Invariant: an older version of a principal never replaces a newer one, in whatever order they
/// come.
final class PrincipalSnapshot implements Principals, Revocations {
  private final Map<KeyHash, Principal> principals = new ConcurrentHashMap<>();
  private final Set<KeyId> revoked = ConcurrentHashMap.newKeySet();
  private final List<Consumer<KeyId>> listeners = new CopyOnWriteArrayList<>();
  private final Duration freshnessMax;
  private final LongSupplier ticker;
  private volatile @Nullable Proof proof;

  /// At this time everything that was in the topic was here.
  private record Proof(long atNanos) {}

  /// @param freshnessMax how long it can be relied on without being proven again
  PrincipalSnapshot(Duration freshnessMax, LongSupplier ticker) {
    this.freshnessMax = freshnessMax;
    this.ticker = ticker;
  }

  @Override
  public Optional<Principal> find(KeyHash hash) {
    return Optional.ofNullable(principals.get(hash));
  }

  void put(KeyHash hash, Principal principal) {
    Principal newest =
        principals.merge(
            hash, principal, (old, fresh) -> fresh.version() < old.version() ? old : fresh);
    switch (newest.state()) {
      case ACTIVE -> revoked.remove(newest.key());
      case REVOKED -> {
        if (revoked.add(newest.key())) {
          listeners.forEach(listener -> listener.accept(newest.key()));
        }
      }
    }
  }

  void remove(KeyHash hash) {
    principals.remove(hash);
  }

  @Override
  public boolean isRevoked(KeyId key) {
    return revoked.contains(key);
  }

  @Override
  public void onRevoked(Consumer<KeyId> listener) {
    listeners.add(listener);
  }

  /// Everything that was in the topic at this time is here: a key that is not here did not exist
  /// then.
  void provenAt(long nanos) {
    proof = new Proof(nanos);
  }

  @Override
  public Knowledge knowledge() {
    Proof last = proof;
    if (last == null) {
      return Knowledge.INCOMPLETE;
    }
    return ticker.getAsLong() - last.atNanos() > freshnessMax.toNanos()
        ? Knowledge.STALE
        : Knowledge.CURRENT;
  }

  int size() {
    return principals.size();
  }
}
