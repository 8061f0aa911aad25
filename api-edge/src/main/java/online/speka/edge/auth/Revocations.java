package online.speka.edge.auth;

import java.util.function.Consumer;
import online.speka.contract.principal.KeyId;

/// Which keys have been revoked.
public interface Revocations {

  boolean isRevoked(KeyId key);

  /// @param listener told of each key that is revoked from now on, after [#isRevoked] says so; must
  ///     not block
  void onRevoked(Consumer<KeyId> listener);
}
