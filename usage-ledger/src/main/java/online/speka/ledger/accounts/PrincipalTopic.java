package online.speka.ledger.accounts;

import java.util.List;
import java.util.Map;
import online.speka.contract.principal.KeyHash;

/// The compacted topic that edges read.
interface PrincipalTopic extends AutoCloseable {

  /// Returns when all of them are stored.
  ///
  /// @throws PrincipalTopicException if they are not, or not known to be
  void publish(List<HashedPrincipal> principals);

  /// The version that the topic says last of each key.
  ///
  /// @throws PrincipalTopicException if the topic cannot be read to its end
  Map<KeyHash, Long> versions();

  @Override
  void close();
}
