package online.speka.edge.auth;

import java.util.Optional;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.Principal;

/// What this edge knows of keys.
interface Principals {

  /// How much can be relied on what is known.
  enum Knowledge {
    /// Not everything has been read yet.
    INCOMPLETE,
    /// It was complete once; what has changed since then is not known.
    STALE,
    CURRENT
  }

  Optional<Principal> find(KeyHash hash);

  Knowledge knowledge();
}
