package online.speka.ledger.accounts;

import java.util.Objects;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.Principal;

/// A principal and the hash of the key that stands for it: one record of the principals topic.
record HashedPrincipal(KeyHash hash, Principal principal) {
  HashedPrincipal {
    Objects.requireNonNull(hash);
    Objects.requireNonNull(principal);
  }
}
