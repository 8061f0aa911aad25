package online.speka.ledger.accounts;

import java.util.List;
import java.util.Objects;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;

/// A key as it is to be stored: everything but the key.
record KeyGrant(
    KeyId id,
    KeyHash hash,
    String displayPrefix,
    TenantId tenant,
    Principal.State state,
    List<Limit> limits) {

  private static final String ID_PREFIX = "key_";
  private static final int ID_DIGITS = 16;

  KeyGrant {
    Objects.requireNonNull(id);
    Objects.requireNonNull(hash);
    Objects.requireNonNull(displayPrefix);
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(state);
    limits = List.copyOf(limits);
  }

  /// The id follows from the key, so that minting twice is minting once.
  static KeyGrant of(TenantId tenant, ApiKey key, Principal.State state, List<Limit> limits) {
    KeyHash hash = key.hash();
    return new KeyGrant(
        new KeyId(ID_PREFIX + hash.hex().substring(0, ID_DIGITS)),
        hash,
        key.displayPrefix(),
        tenant,
        state,
        limits);
  }
}
