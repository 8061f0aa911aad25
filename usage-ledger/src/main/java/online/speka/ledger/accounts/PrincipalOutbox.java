package online.speka.ledger.accounts;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import online.speka.contract.principal.KeyHash;

/// Changes of keys that the principals topic has not been told, as far as the database knows.
interface PrincipalOutbox {

  /// Gives the oldest changes to the publisher and forgets them when it returns. One process at a
  /// time does this, so an older version is never published after a newer one.
  ///
  /// @return how many there were; 0 if there were none or another process is at it
  int drain(int max, Consumer<List<HashedPrincipal>> publisher);

  /// Puts every key into the outbox whose version in the topic is not its version here.
  ///
  /// @param published what the topic says last of each key
  /// @return how many keys there were
  int enqueueDifferences(Map<KeyHash, Long> published);
}
