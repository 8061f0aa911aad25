package online.speka.ledger.accounts;

import java.util.List;
import java.util.Objects;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.keys.KeyIds;

/// A key as it is to be stored: everything but the key.
record KeyGrant(
    KeyId id,
    KeyHash hash,
    String displayPrefix,
    TenantId tenant,
    Principal.State state,
    List<Limit> limits,
    Access access) {

  KeyGrant {
    Objects.requireNonNull(id);
    Objects.requireNonNull(hash);
    Objects.requireNonNull(displayPrefix);
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(state);
    Objects.requireNonNull(access);
    limits = List.copyOf(limits);
  }

  static KeyGrant of(
      TenantId tenant, ApiKey key, Principal.State state, List<Limit> limits, Access access) {
    KeyHash hash = key.hash();
    return new KeyGrant(KeyIds.of(key), hash, key.displayPrefix(), tenant, state, limits, access);
  }
}
